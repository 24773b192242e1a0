package dev.durward.platform.iptables.evaluation;

import dev.durward.model.Direction;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All tables of one family that packets may meet.
 *
 * @param chains in the order in which packets come by; of those at one place and priority, those of
 *     iptables first
 */
public record Ruleset(List<BaseChain> chains) {
  public Ruleset {
    chains =
        chains.stream()
            .sorted(Comparator.comparing(BaseChain::hook).thenComparing(BaseChain::priority))
            .toList();
  }

  /** The tables of iptables, in the order of iptables(8), TABLES. */
  public static Ruleset of(SaveDump dump) {
    return new Ruleset(chains(dump, ""));
  }

  /** The same, with what stands beside them. */
  public static Ruleset of(SaveDump dump, List<BaseChain> beside) {
    List<BaseChain> all = new ArrayList<>(chains(dump, ""));
    all.addAll(beside);
    return new Ruleset(all);
  }

  /**
   * The built-in chains of a dump.
   *
   * @param before what is put before the names of its tables
   */
  public static List<BaseChain> chains(SaveDump dump, String before) {
    List<BaseChain> chains = new ArrayList<>();
    for (Hook hook : Hook.values()) {
      for (Place place : Place.values()) {
        if (place.hooks.contains(hook)) {
          Table table = dump.tables().getOrDefault(place.table(), Table.UNTOUCHED);
          chains.add(
              new BaseChain(
                  before + place.table(),
                  table,
                  hook.name(),
                  hook,
                  place.priority,
                  place == Place.NAT));
        }
      }
    }
    return chains;
  }

  /** The tables of iptables, and where packets to and from this host meet them. */
  private enum Place {
    RAW(-300, EnumSet.of(Hook.PREROUTING, Hook.OUTPUT)),
    MANGLE(-150, EnumSet.allOf(Hook.class)),
    NAT(-100, EnumSet.of(Hook.PREROUTING, Hook.OUTPUT)),
    FILTER(0, EnumSet.of(Hook.INPUT, Hook.OUTPUT)),
    SECURITY(50, EnumSet.of(Hook.INPUT, Hook.OUTPUT));

    private final int priority;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Hook> hooks;

    Place(int priority, Set<Hook> hooks) {
      this.priority = priority;
      this.hooks = hooks;
    }

    String table() {
      return switch (this) {
        case RAW -> "raw";
        case MANGLE -> "mangle";
        case NAT -> "nat";
        case FILTER -> "filter";
        case SECURITY -> "security";
      };
    }
  }

  /** The chains that packets of connections of a direction come by. */
  List<BaseChain> on(Direction direction) {
    Set<Hook> hooks =
        direction == Direction.IN
            ? EnumSet.of(Hook.PREROUTING, Hook.INPUT)
            : EnumSet.of(Hook.OUTPUT, Hook.POSTROUTING);
    return chains.stream().filter(chain -> hooks.contains(chain.hook())).toList();
  }

  /** Each table by its name. */
  public Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    chains.forEach(chain -> tables.put(chain.table(), chain.content()));
    return tables;
  }
}
