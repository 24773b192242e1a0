package dev.durward.platform.iptables.placement;

import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What rules of a built-in chain may come to, by themselves or in a chain they lead to, whatever
 * packets they are about: seen quickly. Durward's own chains are passed over.
 *
 * @param table the chains
 */
public record Reach(Table table) {
  private static final Set<String> REFUSALS = Set.of("DROP", "REJECT");
  private static final Set<String> ACCEPTS = Set.of("ACCEPT", "QUEUE", "NFQUEUE");

  /** Whether a rule may refuse a packet. */
  public boolean mayRefuse(RuleLine rule) {
    return mayReach(rule, REFUSALS, each -> true, new HashSet<>());
  }

  /** Whether it may end a packet's way with an accept, or leave it to the policy. */
  public boolean mayAccept(RuleLine rule) {
    boolean onlyLoopback =
        rule.valueOf("-i").or(() -> rule.valueOf("-o")).equals(Optional.of("lo"))
            && !rule.words().contains("!");
    return !onlyLoopback
        && (leaves(rule) || mayReach(rule, ACCEPTS, each -> true, new HashSet<>()));
  }

  /** Whether it may accept a packet, where only some rules count. */
  public boolean mayAccept(RuleLine rule, Predicate<RuleLine> counts) {
    return mayReach(rule, Set.of("ACCEPT"), counts, new HashSet<>());
  }

  /** Whether it leaves what is behind it in the chain to the policy. */
  public static boolean leaves(RuleLine rule) {
    return rule.isGoto() || rule.target().equals(Optional.of("RETURN"));
  }

  private boolean mayReach(
      RuleLine rule, Set<String> targets, Predicate<RuleLine> counts, Set<String> entered) {
    String target = rule.target().orElse("");
    if (!counts.test(rule)) {
      return false;
    }
    if (targets.contains(target)) {
      return true;
    }
    if (!table.isUserChain(target) || OwnChain.named(target).isPresent() || !entered.add(target)) {
      return false;
    }
    return table.rules(target).stream()
        .anyMatch(inner -> mayReach(inner, targets, counts, entered));
  }
}
