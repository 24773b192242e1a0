package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Evaluator;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Subject;
import dev.durward.platform.iptables.evaluation.Subject.IcmpType;
import dev.durward.platform.iptables.evaluation.Universe;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the evaluator says will become of new packets to a host. */
final class Forecast {
  private static final int ECHO = 8;
  private static final int ECHO_V6 = 128;

  private final Ruleset rules;
  private final Family family;
  private final AddressSet local;
  private final IpSets sets;
  private final Universe universe;
  private final Map<String, List<Cell>> cells = new HashMap<>();

  /**
   * One for the rules of a host.
   *
   * @param local the host's addresses
   * @param known interfaces that are asked for by name, besides those that rules name
   */
  Forecast(Ruleset rules, Family family, AddressSet local, IpSets sets, Collection<String> known) {
    this.rules = rules;
    this.family = family;
    this.local = new AddressSet(local.in(family));
    this.sets = sets;
    this.universe = Universe.of(rules, known);
  }

  /** The one cell that a packet is in: cells are a partition of what was asked for. */
  Cell of(Packet packet) {
    List<Cell> some =
        cells
            .computeIfAbsent(
                packet.protocol() + " " + packet.destinationPort(), key -> cellsAround(packet))
            .stream()
            .filter(cell -> cell.regions().stream().anyMatch(region -> holds(region, packet)))
            .toList();
    assertEquals(1, some.size(), () -> packet + " is in " + some);
    return some.get(0);
  }

  private List<Cell> cellsAround(Packet packet) {
    Optional<IcmpType> type =
        Packet.isIcmp(packet.protocol())
            ? Optional.of(new IcmpType(family == Family.IPV4 ? ECHO : ECHO_V6, 0))
            : Optional.empty();
    Subject subject =
        new Subject(
            family,
            Direction.IN,
            packet.protocol(),
            type,
            Optional.of(local),
            Optional.of(Instant.now()));
    AddressSet everybody = new AddressSet(List.of(AddressRange.all(family)));
    PortSet ports =
        Packet.hasPorts(packet.protocol()) ? PortSet.of(packet.destinationPort()) : PortSet.ALL;
    Region asked = Region.of(everybody, local, ports, universe, Set.of(State.NEW));
    return Cell.of(Evaluator.outcomes(rules, subject, asked, universe, sets));
  }

  private boolean holds(Region region, Packet packet) {
    return region.sources().contains(packet.source())
        && region.destinations().contains(packet.destination())
        && region.states().contains(State.NEW)
        && region.interfaces().contains(name(packet.networkInterface()))
        && (!Packet.hasPorts(packet.protocol())
            || (region.sourcePorts().contains(packet.sourcePort())
                && region.destinationPorts().contains(packet.destinationPort())));
  }

  /** The name that stands for an interface: its own, or the closest pattern of a rule. */
  private String name(String networkInterface) {
    return universe.interfaces().contains(networkInterface)
        ? networkInterface
        : universe.interfaces().stream()
            .filter(name -> isPatternOf(name, networkInterface))
            .max(Comparator.comparing(String::length))
            .orElse(Universe.OTHER);
  }

  private static boolean isPatternOf(String name, String networkInterface) {
    return name.endsWith("+") && networkInterface.startsWith(name.substring(0, name.length() - 1));
  }
}
