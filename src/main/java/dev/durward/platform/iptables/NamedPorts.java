package dev.durward.platform.iptables;

import dev.durward.model.Direction;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.save.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ports that the rules of a family name as destinations. */
final class NamedPorts {
  private static final List<String> OPTIONS = List.of("--dport", "--dports", "--ports");

  private NamedPorts() {}

  /** Each range that stands in a rule of a chain that packets of the direction may cross. */
  static Set<PortRange> of(Ruleset ruleset, Direction direction, int protocol) {
    Set<String> others =
        direction == Direction.IN
            ? Set.of("OUTPUT", "FORWARD", "POSTROUTING")
            : Set.of("INPUT", "FORWARD", "PREROUTING");
    Set<PortRange> named = new HashSet<>();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        if (!others.contains(chain.name())) {
          chain.rules().forEach(rule -> collect(rule, protocol, named));
        }
      }
    }
    return named;
  }

  private static void collect(RuleLine rule, int protocol, Set<PortRange> named) {
    if (!rule.text().contains("port")) {
      return;
    }
    Optional<String> own = rule.valueOf("-p").map(ProtocolName::number);
    if (own.isPresent() && !own.get().equals(Integer.toString(protocol))) {
      return;
    }
    for (String option : OPTIONS) {
      rule.valueOf(option).flatMap(Values::ports).map(PortSet::ranges).ifPresent(named::addAll);
    }
  }
}
