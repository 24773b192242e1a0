package dev.durward.platform.iptables.notices;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision.Kind;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Evaluator;
import dev.durward.platform.iptables.evaluation.GreaterPart;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Subject;
import dev.durward.platform.iptables.evaluation.Subject.IcmpType;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.evaluation.Way;
import dev.durward.platform.iptables.placement.Network;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.PlannedTables;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds where others' lines cross rules of Durward's in one family. The tables are looked at once
 * for all rules of a chain, as if it decided about every packet that comes to it; what else becomes
 * of packets is then held against each rule.
 *
 * <p>What counts is the greater part of the addresses that a line is written for: bans, which stay
 * in force before every allow, are none.
 */
final class Crossings {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final IcmpType ECHO = new IcmpType(8, 0);
  private static final IcmpType ECHO_V6 = new IcmpType(128, 0);

  private final PlannedTables tables;
  private final FamilyState state;
  private final IpSets sets;
  private final Map<Crossing.Key, List<Crossing.Part>> found;

  private Crossings(
      PlannedTables tables, IpSets sets, Map<Crossing.Key, List<Crossing.Part>> found) {
    this.tables = tables;
    this.state = tables.state();
    this.sets = sets;
    this.found = found;
  }

  /**
   * Those of some rules.
   *
   * @param families the tables of each family as they will be
   * @param sets what the host's sets hold
   * @param own in whose rules they are looked for
   * @param concerned whose they are
   */
  static List<Crossing> of(
      List<PlannedTables> families, IpSets sets, List<OwnChain> own, Predicate<Mark> concerned) {
    Map<Crossing.Key, List<Crossing.Part>> found = new LinkedHashMap<>();
    for (OwnChain each : own) {
      for (PlannedTables family : families) {
        new Crossings(family, sets, found).find(each, concerned);
      }
    }
    return found.entrySet().stream()
        .map(entry -> new Crossing(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void find(OwnChain own, Predicate<Mark> concerned) {
    List<OwnPackets> ours =
        tables.lines(own).stream()
            .filter(line -> concerned.test(line.mark()) && !InboundBlock.isOf(line.mark()))
            .flatMap(line -> OwnPackets.of(own, state.family(), line).stream())
            .toList();
    Universe universe = universe(own, ours);
    for (int protocol : protocols(ours)) {
      List<OwnPackets> some = ours.stream().filter(each -> each.isOf(protocol)).toList();
      List<Barrier> barriers = Barrier.of(cells(own, protocol, some, universe), own);
      for (OwnPackets each : barriers.isEmpty() ? List.<OwnPackets>of() : some) {
        each.region(universe)
            .ifPresent(region -> hold(each.mark(), own, protocol, region, barriers));
      }
    }
  }

  /** Of rules for every protocol, those are looked at that people ask for. */
  private Set<Integer> protocols(List<OwnPackets> ours) {
    int icmp = state.family() == Family.IPV4 ? 1 : 58;
    Set<Integer> protocols = new TreeSet<>();
    for (OwnPackets each : ours) {
      Set<Integer> some = each.packets().protocols();
      protocols.addAll(some.size() == 1 ? some : Set.of(TCP, UDP, icmp));
    }
    protocols.removeIf(protocol -> ours.stream().noneMatch(each -> each.isOf(protocol)));
    return protocols;
  }

  /** The names of the host's rules, and of those that come. */
  private Universe universe(OwnChain own, List<OwnPackets> ours) {
    Set<String> named = new HashSet<>();
    ours.forEach(each -> each.packets().networkInterface().ifPresent(named::add));
    Universe all = Universe.of(state.ruleset(), named);
    Set<String> users = new HashSet<>(Set.of(Universe.OTHER));
    if (OwnPackets.direction(own) == Direction.OUT) {
      users.addAll(all.users());
      ours.forEach(each -> each.user().ifPresent(users::add));
    }
    return new Universe(all.interfaces(), users);
  }

  private List<Cell> cells(OwnChain own, int protocol, List<OwnPackets> some, Universe universe) {
    Optional<IcmpType> type =
        Protocol.ICMP.matches(protocol, state.family())
            ? Optional.of(state.family() == Family.IPV4 ? ECHO : ECHO_V6)
            : Optional.empty();
    Direction direction = OwnPackets.direction(own);
    Subject subject =
        new Subject(
            state.family(),
            direction,
            protocol,
            type,
            Optional.empty(),
            Optional.of(Instant.now()));
    PortSet ports =
        PortSet.of(
            some.stream()
                .flatMap(each -> each.packets().destinationPorts().ranges().stream())
                .toList());
    AddressSet network = Network.of(state.family());
    Region asked = Region.of(network, network, ports, universe, EnumSet.of(State.NEW));
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : cells(tables.decidedBy(own).ruleset(), subject, asked, universe)) {
      if (cell.ways().stream().anyMatch(Crossings::isTranslated)) {
        // It comes to the chain as another packet: that one the rules themselves decide about.
        for (Region region : cell.regions()) {
          cells.addAll(cells(tables.whole().ruleset(), subject, region, universe));
        }
      } else {
        cells.add(cell);
      }
    }
    return cells;
  }

  private List<Cell> cells(Ruleset rules, Subject subject, Region asked, Universe universe) {
    return Cell.of(Evaluator.outcomes(rules, subject, asked, universe, sets));
  }

  private static boolean isTranslated(Way way) {
    return way.decision().kind() != Kind.LED_AWAY
        && way.steps().stream().anyMatch(step -> step.table().equals("nat"));
  }

  /** Holds what others do against the packets of a line. */
  private void hold(Mark mark, OwnChain own, int protocol, Region region, List<Barrier> barriers) {
    for (Barrier.Kind kind : barriers.stream().map(Barrier::kind).distinct().toList()) {
      List<Barrier> some = barriers.stream().filter(each -> each.kind().equals(kind)).toList();
      List<Region> regions = some.stream().map(Barrier::region).toList();
      for (GreaterPart.Part part : GreaterPart.of(regions, region, measured(own, kind))) {
        if (isWorthTelling(part, region)) {
          found
              .computeIfAbsent(new Crossing.Key(mark, own, kind.effect()), key -> new ArrayList<>())
              .add(
                  new Crossing.Part(
                      state,
                      protocol,
                      part.region(),
                      region,
                      part.whole(),
                      met(some, part.region(), own)));
        }
      }
    }
  }

  /**
   * A barrier that packets meet.
   *
   * @param size how many of the other side's addresses do
   */
  private record Met(Barrier barrier, BigInteger size) {}

  /** Those that packets meet; first the one that most do. */
  private static List<Barrier> met(List<Barrier> some, Region region, OwnChain own) {
    boolean in = OwnPackets.direction(own) == Direction.IN;
    List<Met> met = new ArrayList<>();
    for (Barrier barrier : some) {
      barrier
          .region()
          .intersection(region)
          .map(both -> in ? both.sources() : both.destinations())
          .ifPresent(addresses -> met.add(new Met(barrier, addresses.size())));
    }
    met.sort(Comparator.comparing(Met::size).reversed());
    return met.stream().map(Met::barrier).toList();
  }

  /**
   * Not one user of many; and not an interface on which most addresses are none that belong there:
   * that is how forged ones are kept out.
   */
  private static boolean isWorthTelling(GreaterPart.Part part, Region all) {
    Set<String> interfaces = part.region().interfaces();
    boolean isOfSome = !interfaces.equals(all.interfaces());
    boolean isOfUsers =
        !part.region().users().contains(Universe.OTHER) && all.users().contains(Universe.OTHER);
    return !isOfUsers && (part.whole() || !isOfSome || interfaces.contains(Universe.OTHER));
  }

  /**
   * The dimensions in which half is enough. Where packets for any host come by, one of a few
   * addresses that a line names may be another host's.
   */
  private static Set<Dimension> measured(OwnChain own, Barrier.Kind kind) {
    Set<Dimension> measured =
        EnumSet.of(Dimension.SOURCE_PORT, Barrier.remote(OwnPackets.direction(own)));
    if (kind.early()) {
      measured.addAll(EnumSet.of(Dimension.SOURCE, Dimension.DESTINATION));
    }
    return measured;
  }
}
