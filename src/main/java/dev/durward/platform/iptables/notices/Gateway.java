package dev.durward.platform.iptables.notices;

import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.state.PlannedTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether others have lines at all that could keep packets from Durward's chains: seen quickly,
 * since most hosts have none and needn't be looked at closely.
 */
final class Gateway {
  private static final List<String> REFUSALS = List.of("-j DROP", "-j REJECT");
  private static final List<String> TRANSLATIONS = List.of("-j DNAT", "-j REDIRECT");

  private Gateway() {}

  /** The own chains to which others' lines may leave a packet no way. */
  static List<OwnChain> open(List<PlannedTables> families) {
    List<OwnChain> open = new ArrayList<>();
    for (OwnChain own : OwnChain.values()) {
      if (families.stream().anyMatch(family -> mayCross(family, own))) {
        open.add(own);
      }
    }
    return open;
  }

  private static boolean mayCross(PlannedTables family, OwnChain own) {
    if (family.lines(own).isEmpty()) {
      return false;
    }
    Map<String, Table> tables = family.state().dump().tables();
    List<Table> beside = family.state().beside().stream().map(BaseChain::content).toList();
    if (holds(tables.getOrDefault("nat", Table.UNTOUCHED), TRANSLATIONS)
        || beside.stream().anyMatch(table -> holds(table, TRANSLATIONS))) {
      return true;
    }
    if (own.blocks()) {
      return false;
    }
    if (beside.stream().anyMatch(table -> holds(table, REFUSALS))) {
      return true;
    }
    for (String name : List.of("raw", "mangle", "nat", "security")) {
      if (holds(tables.getOrDefault(name, Table.UNTOUCHED), REFUSALS)) {
        return true;
      }
    }
    return Bans.of(family, own).mayMatter(family.lines(own));
  }

  private static boolean holds(Table table, List<String> targets) {
    for (Chain chain : table.chains().values()) {
      if (chain.policy().equals("DROP")) {
        return true;
      }
      for (RuleLine rule : chain.rules()) {
        if (targets.stream().anyMatch(rule.text()::contains)) {
          return true;
        }
      }
    }
    return false;
  }
}
