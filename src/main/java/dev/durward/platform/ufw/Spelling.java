package dev.durward.platform.ufw;

import dev.durward.platform.ufw.UfwRule.Match;
import java.util.List;
import java.util.Optional;

/**
 * The words of a rule where another one about the same packets is there already. ufw compares
 * packets as they are written and keeps one rule for each, so that {@code ufw deny 23/tcp} would
 * overwrite an {@code ufw allow 23/tcp} of somebody's; {@code 23,23} is another text to it and the
 * same port to the kernel.
 */
final class Spelling {
  private Spelling() {}

  /** The rule in words that none of the list has; empty if there are none. */
  static Optional<UfwRule> free(UfwRule rule, List<Standing> list) {
    Optional<Match> match = Optional.of(rule.match());
    while (match.isPresent() && isTaken(match.get(), list)) {
      match = match.get().saidAgain();
    }
    return match.map(rule::with);
  }

  static boolean isTaken(Match match, List<Standing> list) {
    return list.stream().anyMatch(each -> each.rule().match().equals(match));
  }
}
