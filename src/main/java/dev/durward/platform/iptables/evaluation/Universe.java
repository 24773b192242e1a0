package dev.durward.platform.iptables.evaluation;

import dev.durward.model.Flow;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.save.Values;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that rules tell packets apart by, so that what is unlimited becomes finite: each name
 * that stands in a rule, one for all others that a pattern of the rules means ({@code eth+}), and
 * {@link #OTHER} for all the rest.
 *
 * @param interfaces of networks; loopback is there only where it was asked for
 * @param users by their numbers
 */
public record Universe(Set<String> interfaces, Set<String> users) {
  /** Every name that no rule knows. */
  public static final String OTHER = "";

  public Universe {
    interfaces = Set.copyOf(interfaces);
    users = Set.copyOf(users);
  }

  /**
   * That of a host's rules.
   *
   * @param known names of interfaces that the host has, or that were asked for
   */
  public static Universe of(Ruleset rules, Collection<String> known) {
    return of(rules.tables().values(), known);
  }

  /** That of some tables, likewise. */
  public static Universe of(Collection<Table> tables, Collection<String> known) {
    Set<String> interfaces = new HashSet<>(known);
    Set<String> users = new HashSet<>(Set.of(OTHER));
    interfaces.add(OTHER);
    for (Table table : tables) {
      for (Chain chain : table.chains().values()) {
        for (RuleLine rule : chain.rules()) {
          collect(rule, interfaces, users);
        }
      }
    }
    return new Universe(interfaces, users);
  }

  private static void collect(RuleLine rule, Set<String> interfaces, Set<String> users) {
    for (String option : List.of("-i", "-o")) {
      if (rule.mayHave(option)) {
        rule.valueOf(option).filter(name -> !name.equals(Flow.LOOPBACK)).ifPresent(interfaces::add);
      }
    }
    if (rule.mayHave("--uid-owner")) {
      rule.valueOf("--uid-owner").filter(Values::isNumber).ifPresent(users::add);
    }
  }

  /** Those of the interfaces that a name or a pattern in a rule means. */
  public Set<String> matching(String pattern) {
    Set<String> some = new HashSet<>();
    for (String name : interfaces) {
      boolean matches =
          pattern.endsWith("+")
              ? name.startsWith(pattern.substring(0, pattern.length() - 1))
              : name.equals(pattern);
      if (matches) {
        some.add(name);
      }
    }
    return some;
  }
}
