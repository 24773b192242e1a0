package dev.durward.platform.iptables;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.IpAddress;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.platform.Locality;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision.Kind;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Evaluator;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Subject;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Prediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the rules of a host say of probes. Those that differ in their port alone are looked at
 * together, as one set, so that a whole range takes no longer than a port.
 */
public final class IptablesForecast {
  private static final int PORTS = 65_536;

  /** More lines than that, looked at for each way by itself, would take seconds. */
  private static final long MOST_WORK = 2_000_000;

  private final IptablesSnapshot snapshot;
  private final Locality locality;
  private final Function<Probe, Optional<String>> entries;
  private final Map<FamilyState, Universe> universes = new HashMap<>();
  private final Prediction[] byPort = new Prediction[PORTS];

  private IptablesForecast(
      IptablesSnapshot snapshot, Locality locality, Function<Probe, Optional<String>> entries) {
    this.snapshot = snapshot;
    this.locality = locality;
    this.entries = entries;
    Arrays.fill(byPort, Prediction.UNKNOWN);
  }

  /** All that probes have in common that differ in their port alone. */
  private record Way(
      Transport transport, IpAddress target, Endpoint source, Optional<String> networkInterface) {
    static Way of(Probe probe) {
      return new Way(
          probe.transport(), probe.target().address(), probe.source(), probe.networkInterface());
    }

    boolean isOf(Probe probe) {
      return transport == probe.transport()
          && target.equals(probe.target().address())
          && source.equals(probe.source())
          && networkInterface.equals(probe.networkInterface());
    }
  }

  /**
   * The probes that take one way.
   *
   * @param number from 0
   * @param first one of them
   * @param ports where they go to
   */
  private record Group(int number, Probe first, BitSet ports) {}

  /**
   * Predicts what becomes of probes.
   *
   * @param entries the interface by which a probe comes in; an empty name for one that no rule
   *     knows, and nothing if that is not known
   * @return what is predicted of each, in their order
   */
  public static List<Prediction> of(
      IptablesSnapshot snapshot,
      Locality locality,
      Function<Probe, Optional<String>> entries,
      List<Probe> probes) {
    return new IptablesForecast(snapshot, locality, entries).of(probes);
  }

  private List<Prediction> of(List<Probe> probes) {
    Map<Way, Group> groups = new LinkedHashMap<>();
    int[] numbers = new int[probes.size()];
    Optional<Way> last = Optional.empty();
    Optional<Group> group = Optional.empty();
    for (int i = 0; i < numbers.length; i++) {
      Probe probe = probes.get(i);
      if (last.isEmpty() || !last.get().isOf(probe)) {
        Way way = Way.of(probe);
        last = Optional.of(way);
        group =
            Optional.of(
                groups.computeIfAbsent(way, key -> new Group(groups.size(), probe, new BitSet())));
      }
      group.orElseThrow().ports().set(probe.target().port());
      numbers[i] = group.orElseThrow().number();
    }
    Prediction[] predicted = new Prediction[numbers.length];
    Arrays.fill(predicted, Prediction.UNKNOWN);
    if (groups.size() * lines() <= MOST_WORK) {
      groups.values().forEach(each -> predict(each, probes, numbers, predicted));
    }
    return Collections.unmodifiableList(Arrays.asList(predicted));
  }

  private long lines() {
    long lines = 0;
    for (FamilyState state : snapshot.families()) {
      for (Chain chain : state.filter().chains().values()) {
        lines += chain.rules().size();
      }
    }
    return lines;
  }

  private void predict(Group group, List<Probe> probes, int[] numbers, Prediction[] predicted) {
    for (FamilyState state : snapshot.families()) {
      if (state.family() == group.first().family()) {
        look(state, group);
      }
    }
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == group.number()) {
        predicted[i] = byPort[probes.get(i).target().port()];
      }
    }
    Arrays.fill(byPort, Prediction.UNKNOWN);
  }

  private void look(FamilyState state, Group group) {
    Probe probe = group.first();
    Optional<String> entry = entries.apply(probe);
    Universe universe = universes.computeIfAbsent(state, this::universe);
    Subject subject =
        new Subject(
            state.family(),
            Direction.IN,
            probe.transport().number(),
            Optional.empty(),
            locality.addresses(),
            Optional.of(Instant.now()));
    Region all =
        Region.of(
            only(probe.source().address()),
            only(probe.target().address()),
            ports(group.ports()),
            universe,
            EnumSet.of(State.NEW));
    int port = probe.source().port();
    Set<String> crossed = entry.map(Set::of).orElse(universe.interfaces());
    Region asked =
        all.with(
                Dimension.SOURCE_PORT, new Extent.Ports(port == 0 ? PortSet.ALL : PortSet.of(port)))
            .with(Dimension.INTERFACE, new Extent.Names(crossed));
    for (Cell cell :
        Cell.of(Evaluator.outcomes(state.ruleset(), subject, asked, universe, snapshot.sets()))) {
      Prediction prediction = prediction(cell);
      cell.regions().forEach(region -> set(region.destinationPorts(), prediction));
    }
  }

  private Universe universe(FamilyState state) {
    Universe all = Universe.of(state.ruleset(), locality.interfaces());
    return new Universe(all.interfaces(), Set.of(Universe.OTHER));
  }

  private static AddressSet only(IpAddress address) {
    return new AddressSet(List.of(AddressRange.of(address)));
  }

  private static PortSet ports(BitSet ports) {
    List<PortRange> ranges = new ArrayList<>();
    for (int first = ports.nextSetBit(0); first >= 0; ) {
      int end = ports.nextClearBit(first);
      ranges.add(new PortRange(first, end - 1));
      first = ports.nextSetBit(end);
    }
    return PortSet.of(ranges);
  }

  /** Where packets from different ports, or on different interfaces, differ, it depends. */
  private void set(PortSet ports, Prediction prediction) {
    for (PortRange range : ports.ranges()) {
      for (int port = range.first(); port <= range.last(); port++) {
        boolean same = byPort[port] == Prediction.UNKNOWN || byPort[port] == prediction;
        byPort[port] = same ? prediction : Prediction.DEPENDS;
      }
    }
  }

  private static Prediction prediction(Cell cell) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    cell.ways().stream()
        .filter(way -> !way.isOdd())
        .forEach(way -> kinds.add(way.decision().kind()));
    if (kinds.size() != 1) {
      return Prediction.DEPENDS;
    }
    return switch (kinds.iterator().next()) {
      case ALLOWED -> Prediction.OPEN;
      case BLOCKED -> Prediction.SHUT;
      case REJECTED -> Prediction.REFUSED;
      case LED_AWAY -> Prediction.LED_AWAY;
      case UNSAID -> Prediction.DEPENDS;
    };
  }
}
