package dev.durward.platform.iptables;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Others' lines that refuse packets of a network each, as far as they are met with. */
final class Bans {
  private final Family family;
  private final String option;
  private final String rangeOption;
  private final List<AddressRange> banned = new ArrayList<>();

  /**
   * @param own the chain that packets would come to
   */
  Bans(Family family, OwnChain own) {
    boolean in = own.hook().equals("INPUT");
    this.family = family;
    this.option = in ? "-s" : "-d";
    this.rangeOption = in ? "--src-range" : "--dst-range";
  }

  /** Whether a line is no ban; one that is a ban is kept in mind. */
  boolean isNone(RuleLine line) {
    if (!ChainWalk.REFUSALS.contains(line.target().orElse(""))) {
      return true;
    }
    int at = line.words().indexOf(option);
    boolean negated = at > 0 && line.words().get(at - 1).equals("!");
    Optional<AddressRange> network =
        negated
            ? Optional.empty()
            : line.valueOf(option).flatMap(text -> Values.network(text, family));
    network.ifPresent(banned::add);
    return network.isEmpty();
  }

  /** Whether they may be the greater part of what a line is about. */
  boolean mayMatter(List<Entry> lines) {
    if (banned.isEmpty()) {
      return false;
    }
    AddressSet all = new AddressSet(List.of(AddressRange.all(family)));
    AddressSet some = AddressSet.of(banned);
    return some.size().shiftLeft(2).compareTo(all.size()) >= 0
        || lines.stream().anyMatch(line -> concern(some, line.text()));
  }

  private boolean concern(AddressSet some, String line) {
    if (line.contains(" --ctdir REPLY ")) {
      return false;
    }
    int at = line.indexOf(option + " ");
    if (at < 0) {
      return line.contains(rangeOption);
    }
    int start = at + option.length() + 1;
    return Values.network(line.substring(start, line.indexOf(' ', start)), family)
        .map(range -> !some.intersection(new AddressSet(List.of(range))).isEmpty())
        .orElse(true);
  }
}
