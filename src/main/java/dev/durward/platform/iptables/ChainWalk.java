package dev.durward.platform.iptables;

import dev.durward.platform.iptables.PacketClass.Coverage;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The way of a class of packets through a table's chains, as far as it decides where Durward's
 * jumps must stand. Durward's own chains are passed over. A loop, which the kernel refuses to load,
 * counts as a chain that is left.
 */
final class ChainWalk {
  /** What becomes of all packets of a class at a rule or in a chain. */
  enum End {
    /** Some may go on behind it. */
    GOES_ON,
    /** All end there, and none by a catch-all refusal. */
    ACCEPTED,
    /** A catch-all refuses them up to a rate. */
    LIMITED,
    /** A catch-all refuses them. */
    REFUSED
  }

  /** The targets that refuse packets. */
  static final Set<String> REFUSALS = Set.of("DROP", "REJECT");

  private final Table table;

  ChainWalk(Table table) {
    this.table = table;
  }

  /** What becomes of a class at a rule of a built-in chain with that policy. */
  End at(RuleLine rule, PacketClass packets, String policy) {
    return at(rule, packets, policy, Set.of());
  }

  private End at(RuleLine rule, PacketClass packets, String policy, Set<String> entered) {
    if (packets.coveredBy(rule) != Coverage.ALL) {
      return End.GOES_ON;
    }
    String target = rule.target().orElse("");
    boolean limited = rule.words().contains("--limit");
    End end =
        switch (target) {
          case "ACCEPT" -> End.ACCEPTED;
          case "DROP", "REJECT" -> End.REFUSED;
          case "RETURN" -> End.GOES_ON;
          default -> table.isUserChain(target) ? through(target, packets, entered) : End.GOES_ON;
        };
    if (limited && end != End.GOES_ON) {
      return end == End.ACCEPTED ? End.GOES_ON : End.LIMITED;
    }
    boolean leavesForPolicy = entered.isEmpty() && (target.equals("RETURN") || rule.isGoto());
    if (end == End.GOES_ON && leavesForPolicy) {
      return policy.equals("DROP") ? End.REFUSED : End.ACCEPTED;
    }
    return end;
  }

  private End through(String chain, PacketClass packets, Set<String> entered) {
    if (entered.contains(chain) || OwnChain.named(chain).isPresent()) {
      return End.GOES_ON;
    }
    Set<String> deeper = new HashSet<>(entered);
    deeper.add(chain);
    for (RuleLine rule : table.rules(chain)) {
      boolean covers = packets.coveredBy(rule) != Coverage.NONE;
      if (covers && rule.target().equals(Optional.of("RETURN"))) {
        return End.GOES_ON;
      }
      End end = at(rule, packets, "-", deeper);
      if (end != End.GOES_ON) {
        return end;
      }
      if (covers && rule.isGoto()) {
        return End.GOES_ON;
      }
    }
    return End.GOES_ON;
  }

  /** Whether a rule may refuse a packet of the class: by itself, or in a chain it leads to. */
  boolean mayRefuse(RuleLine rule, PacketClass packets) {
    return mayRefuse(rule, packets, each -> true);
  }

  /** The same, where only some rules count. */
  boolean mayRefuse(RuleLine rule, PacketClass packets, Predicate<RuleLine> counts) {
    return mayReach(
        rule,
        REFUSALS,
        each -> packets.coveredBy(each) != Coverage.NONE && counts.test(each),
        new HashSet<>());
  }

  /**
   * The specific refusals that a rule holds in the chains it leads to, before the catch-all there.
   */
  List<RuleLine> refusalsWithin(RuleLine rule, PacketClass packets) {
    List<RuleLine> found = new ArrayList<>();
    collect(rule, packets, found, Set.of());
    return found;
  }

  private void collect(
      RuleLine rule, PacketClass packets, List<RuleLine> found, Set<String> entered) {
    String chain = rule.target().orElse("");
    if (!table.isUserChain(chain) || entered.contains(chain)) {
      return;
    }
    Set<String> deeper = new HashSet<>(entered);
    deeper.add(chain);
    for (RuleLine inner : table.rules(chain)) {
      End end = at(inner, packets, "-", deeper);
      if (end == End.REFUSED || end == End.LIMITED) {
        collect(inner, packets, found, deeper);
      } else if (mayRefuse(inner, packets)) {
        found.add(inner);
      }
      if (end == End.REFUSED || end == End.ACCEPTED) {
        return;
      }
    }
  }

  /**
   * Whether a rule of a built-in chain may end a packet's way with an accept: by itself, in a chain
   * it leads to, or by leaving the rest of the chain to the policy.
   */
  boolean mayAccept(RuleLine rule) {
    boolean onlyLoopback =
        rule.valueOf("-i").or(() -> rule.valueOf("-o")).equals(Optional.of("lo"))
            && !rule.words().contains("!");
    return !onlyLoopback
        && (rule.isGoto()
            || rule.target().equals(Optional.of("RETURN"))
            || mayReach(rule, Set.of("ACCEPT", "QUEUE", "NFQUEUE"), each -> true, new HashSet<>()));
  }

  /**
   * Whether a rule may accept packets by itself, or in a chain it leads to, where only some rules
   * count.
   */
  boolean mayAccept(RuleLine rule, Predicate<RuleLine> counts) {
    return mayReach(rule, Set.of("ACCEPT"), counts, new HashSet<>());
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
