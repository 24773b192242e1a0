package dev.durward.platform.iptables.notices;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.placement.Network;
import dev.durward.platform.iptables.rule.LineMatch;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.rule.PacketSet;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The packets that a line of Durward's decides about, of those that open a connection.
 *
 * @param mark whose line it is
 * @param packets which they are
 * @param user the number of the local user that sends them, if the line names one
 * @param isSure whether it decides about each of them at any time: no rate, and no end
 */
public record OwnPackets(Mark mark, PacketSet packets, Optional<String> user, boolean isSure) {
  /** Empty for a line that decides about none: it logs, or is about replies alone. */
  public static Optional<OwnPackets> of(OwnChain own, Family family, Entry line) {
    String text = line.text();
    if (text.contains(" --ctdir REPLY ") || text.contains(" -j LOG ")) {
      return Optional.empty();
    }
    // What is neither TCP nor another protocol is any: a reject answers each in its own way.
    RuleLine rule = new RuleLine(0, text.replace("! -p tcp ", ""), 0);
    LineMatch match = LineMatch.of(family, direction(own), rule);
    boolean isSure = match.unclear().isEmpty() && match.limit().isEmpty();
    return match.packets().map(some -> new OwnPackets(line.mark(), some, match.user(), isSure));
  }

  public static Direction direction(OwnChain own) {
    return own.hook().equals("INPUT") ? Direction.IN : Direction.OUT;
  }

  public boolean isOf(int protocol) {
    return packets.protocols().contains(protocol);
  }

  /** Those of them that any packet of a network can be; empty if there is none. */
  public Optional<Region> region(Universe universe) {
    AddressSet sources = packets.sources().minus(Network.NOBODY);
    AddressSet destinations = packets.destinations().minus(Network.NOBODY);
    Set<String> interfaces =
        packets.networkInterface().map(universe::matching).orElse(universe.interfaces());
    if (sources.isEmpty() || destinations.isEmpty() || interfaces.isEmpty()) {
      return Optional.empty();
    }
    Region all =
        Region.of(
            sources, destinations, packets.destinationPorts(), universe, EnumSet.of(State.NEW));
    return Optional.of(
        all.with(Dimension.SOURCE_PORT, new Extent.Ports(packets.sourcePorts()))
            .with(Dimension.INTERFACE, new Extent.Names(interfaces))
            .with(Dimension.USER, new Extent.Names(user.map(Set::of).orElse(universe.users()))));
  }
}
