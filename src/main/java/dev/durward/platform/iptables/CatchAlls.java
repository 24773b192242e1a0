package dev.durward.platform.iptables;

import dev.durward.platform.iptables.ChainWalk.End;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What refuses all new packets of a protocol and interface, in a chain that the kernel leads
 * packets through: an allow has its effect right before the first of these, and whoever is refused
 * by a rule before that stays so.
 */
public final class CatchAlls {
  private final ChainWalk walk;
  private final String policy;
  private final List<PacketClass> classes;

  /**
   * @param table the chains, whose rules may lead to others
   * @param policy that of the chain that is looked at
   * @param classes what the allows speak about
   */
  CatchAlls(Table table, String policy, List<PacketClass> classes) {
    this.walk = new ChainWalk(table);
    this.policy = policy;
    this.classes = classes;
  }

  /**
   * Those for some allows.
   *
   * @param table others' chains, without Durward's
   * @param chain the one that is looked at
   */
  public static CatchAlls of(Table table, String chain, Set<Spoken> allowed) {
    return new CatchAlls(table, table.policy(chain), AllowedClasses.of(allowed, table));
  }

  /**
   * The first of them.
   *
   * @param rules those of the chain
   * @return its index, from 0; the number of rules if only the policy refuses; empty if nothing
   *     does
   */
  public OptionalInt first(List<RuleLine> rules) {
    return classes.stream().flatMapToInt(each -> first(rules, each).stream()).min();
  }

  private OptionalInt first(List<RuleLine> rules, PacketClass packets) {
    for (int i = 0; i < rules.size(); i++) {
      End end = walk.at(rules.get(i), packets, policy);
      if (end == End.REFUSED || end == End.LIMITED) {
        return OptionalInt.of(i);
      }
      if (end == End.ACCEPTED) {
        return OptionalInt.empty();
      }
    }
    return policy.equals("DROP") ? OptionalInt.of(rules.size()) : OptionalInt.empty();
  }

  /** Whether one of these rules may refuse what an allow speaks about. */
  public boolean mayRefuse(List<RuleLine> some) {
    return some.stream()
        .anyMatch(rule -> classes.stream().anyMatch(each -> walk.mayRefuse(rule, each)));
  }

  /**
   * Specific refusals that an allow at an index would stand before: those in the chain of a
   * catch-all, and those behind one that is limited, or of another protocol or interface.
   */
  public List<RuleLine> overtaken(List<RuleLine> rules, int index) {
    Set<RuleLine> overtaken = new LinkedHashSet<>();
    for (PacketClass packets : classes) {
      for (int i = 0; i < rules.size(); i++) {
        RuleLine rule = rules.get(i);
        End end = walk.at(rule, packets, policy);
        if (end == End.ACCEPTED) {
          break;
        }
        if (i >= index && end == End.GOES_ON && walk.mayRefuse(rule, packets)) {
          overtaken.add(rule);
        }
        if (i >= index && end != End.GOES_ON) {
          overtaken.addAll(walk.refusalsWithin(rule, packets));
        }
        if (end == End.REFUSED) {
          break;
        }
      }
    }
    return List.copyOf(overtaken);
  }
}
