package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.save.RuleLine;
import java.util.Optional;

/** What MARK makes of a packet's mark, as iptables prints it: {@code --set-xmark VALUE/MASK}. */
final class Marking {
  private static final long WHOLE = 0xffff_ffffL;

  private Marking() {}

  /** The mark behind the rule; empty if nobody can tell. */
  static Optional<Long> behind(RuleLine rule, Optional<Long> before) {
    String text = rule.valueOf("--set-xmark").or(() -> rule.valueOf("--set-mark")).orElse("");
    int slash = text.indexOf('/');
    try {
      long value = Long.decode(slash < 0 ? text : text.substring(0, slash));
      long mask = slash < 0 ? WHOLE : Long.decode(text.substring(slash + 1));
      return mask == WHOLE
          ? Optional.of(value)
          : before.map(mark -> (mark & ~mask & WHOLE) ^ value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
