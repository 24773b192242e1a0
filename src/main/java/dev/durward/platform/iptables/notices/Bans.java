package dev.durward.platform.iptables.notices;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Values;
import dev.durward.platform.iptables.state.PlannedTables;
import java.util.ArrayList;
import java.util.List;

/**
 * The other side's addresses whose packets others refuse before an allow chain.
 *
 * @param option with which a line names the other side
 */
record Bans(Family family, String option, AddressSet banned) {
  static Bans of(PlannedTables tables, OwnChain own) {
    boolean in = own.hook().equals("INPUT");
    List<AddressRange> banned = new ArrayList<>();
    for (Region region : tables.refused(own)) {
      banned.addAll((in ? region.sources() : region.destinations()).ranges());
    }
    return new Bans(tables.state().family(), in ? "-s" : "-d", AddressSet.of(banned));
  }

  /** Whether they may be the greater part of what a line is about. */
  boolean mayMatter(List<Entry> lines) {
    if (banned.isEmpty()) {
      return false;
    }
    AddressSet all = new AddressSet(List.of(AddressRange.all(family)));
    return banned.size().shiftLeft(2).compareTo(all.size()) >= 0
        || lines.stream().anyMatch(line -> concern(line.text()));
  }

  private boolean concern(String line) {
    if (line.contains(" --ctdir REPLY ")) {
      return false;
    }
    int at = line.indexOf(option + " ");
    if (at < 0) {
      return line.contains(option.equals("-s") ? "--src-range" : "--dst-range");
    }
    int start = at + option.length() + 1;
    return Values.network(line.substring(start, line.indexOf(' ', start)), family)
        .map(range -> !banned.intersection(new AddressSet(List.of(range))).isEmpty())
        .orElse(true);
  }
}
