package dev.durward.platform.ufw;

import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.ufw.UfwRule.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules that let new packets in before the kernel comes to what {@code ufw} keeps: those of
 * {@code /etc/ufw/before.rules}, and whatever stands before ufw's jumps. No block of ufw's holds
 * for such packets.
 */
final class Forestalled {
  private static final Set<String> OPENING = Set.of("NEW", "UNTRACKED");

  private final Table filter;
  private final String end;
  private final List<RuleLine> accepting = new ArrayList<>();
  private final Set<String> entered = new HashSet<>();

  private Forestalled(Table filter, String end) {
    this.filter = filter;
    this.end = end;
  }

  /**
   * Those of one direction.
   *
   * @param hook {@code INPUT} or {@code OUTPUT}
   * @param chain where ufw keeps its rules
   */
  static List<RuleLine> accepting(Table filter, String hook, String chain) {
    Forestalled forestalled = new Forestalled(filter, chain);
    forestalled.reaches(hook);
    return forestalled.accepting;
  }

  /** Whether a chain leads to ufw's rules, at all. */
  static boolean leads(Table filter, String hook, String chain) {
    return new Forestalled(filter, chain).reaches(hook);
  }

  /** Goes through a chain up to the jump to ufw's rules, and says whether it came to that. */
  private boolean reaches(String chain) {
    for (RuleLine line : filter.rules(chain)) {
      String target = line.target().orElse("");
      if (target.equals(end)) {
        return true;
      }
      if (target.equals("ACCEPT") && isForNews(line)) {
        accepting.add(line);
      } else if (filter.isUserChain(target)
          && !target.startsWith("DURWARD-")
          && entered.add(target)
          && reaches(target)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isForNews(RuleLine line) {
    boolean loopback =
        line.valueOf("-i").or(() -> line.valueOf("-o")).equals(Optional.of("lo"))
            && !line.words().contains("!");
    Optional<String> states = line.valueOf("--ctstate").or(() -> line.valueOf("--state"));
    boolean running =
        states.isPresent()
            && !line.words().contains("!")
            && Arrays.stream(states.get().split(",", -1)).noneMatch(OPENING::contains);
    return !loopback && !running;
  }

  /** Whether a line may let in what a rule is to refuse. */
  static boolean holds(RuleLine line, Match refused) {
    boolean negated = line.words().contains("!");
    String way = refused.isOut() ? "out" : "in";
    Match match =
        new Match(
            false,
            value(line, negated, "any", "-p"),
            value(line, negated, Ports.ANY, "--dport", "--dports"),
            value(line, negated, "any", "-d"),
            value(line, negated, Ports.ANY, "--sport", "--sports"),
            value(line, negated, "any", "-s"),
            "",
            way + value(line, negated, "", "-i", "-o").replaceFirst("^(?=.)", "_"));
    return Overlap.between(match, refused);
  }

  private static String value(RuleLine line, boolean negated, String other, String... options) {
    return Arrays.stream(options)
        .flatMap(option -> line.valueOf(option).stream())
        .filter(value -> !negated)
        .findFirst()
        .orElse(other);
  }
}
