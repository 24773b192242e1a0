package dev.durward.platform.iptables;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Flow.Leg;
import dev.durward.model.PortSet;
import dev.durward.plan.Mark;
import dev.durward.plan.Plan;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Reach;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision.Kind;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Evaluator;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Step;
import dev.durward.platform.iptables.evaluation.Subject;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.evaluation.Way;
import dev.durward.platform.iptables.placement.Network;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Places;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the step from one state of a host to another takes from passages: all packets of each are
 * followed through both, and those are lost that are more surely kept out behind it than before.
 */
public final class LossFinder {
  /** Options that make the kernel track connections. */
  private static final List<String> STATES = List.of("--ctstate", "--state", "--ctdir");

  private final FamilyState before;
  private final FamilyState after;
  private final IpSets sets;
  private final Passage passage;

  private LossFinder(FamilyState before, FamilyState after, IpSets sets, Passage passage) {
    this.before = before;
    this.after = after;
    this.sets = sets;
    this.passage = passage;
  }

  /** The losses, of each passage one: of the family, and of the leg, that comes first. */
  public static List<Loss> between(
      IptablesSnapshot before, IptablesSnapshot after, List<Passage> passages) {
    List<Loss> losses = new ArrayList<>();
    for (Passage passage : passages) {
      Optional<Loss> loss = Optional.empty();
      for (int i = 0; i < before.families().size() && loss.isEmpty(); i++) {
        FamilyState state = before.families().get(i);
        if (passage.families().contains(state.family())) {
          loss = new LossFinder(state, after.families().get(i), before.sets(), passage).loss();
        }
      }
      loss.ifPresent(losses::add);
    }
    return losses;
  }

  /**
   * Whether a plan may shut out anybody at all: told quickly, since most let in more. Allows that
   * come shut nothing out, nor do blocks that go, nor jumps where there were none, unless it is all
   * else that is shut.
   */
  static boolean mayShut(Plan plan) {
    return plan.repairs().stream().anyMatch(repair -> !repair.problem().isEmpty())
        || plan.removed().anyMatch(entry -> !OwnChain.isOfBlocks(entry.place()))
        || plan.after().stream()
            .anyMatch(
                entry -> OwnChain.isOfBlocks(entry.place()) || InboundBlock.isOf(entry.mark()));
  }

  private static Reach reach(List<Way> ways) {
    if (ways.stream().allMatch(LossFinder::isOpen)) {
      return Reach.ALWAYS;
    }
    if (ways.stream().noneMatch(LossFinder::isOpen)) {
      return Reach.NEVER;
    }
    boolean otherwise =
        ways.stream().filter(way -> way.provided().isEmpty()).anyMatch(LossFinder::isOpen);
    return otherwise ? Reach.USUALLY : Reach.MAYBE;
  }

  /**
   * Packets that are lost.
   *
   * @param was the ways that they take now
   * @param will those that they would take
   */
  private record Lost(List<Way> was, List<Way> will) {}

  private Optional<Loss> loss() {
    if (passage.session().isEmpty() && isShut()) {
      return Optional.empty();
    }
    Map<Leg, Lost> legs = new EnumMap<>(Leg.class);
    for (Leg leg : Leg.values()) {
      lost(leg).ifPresent(lost -> legs.put(leg, lost));
    }
    return legs.values().stream().findFirst().map(first -> loss(legs.keySet(), first));
  }

  private Loss loss(Set<Leg> legs, Lost lost) {
    Way shut = decisive(lost.will(), way -> !isOpen(way));
    Step decider = shut.steps().get(shut.steps().size() - 1);
    Optional<Mark> stands = mark(decider);
    boolean certain = reach(lost.will()) == Reach.NEVER;
    if (stands.isPresent()) {
      return new Loss(passage, legs, certain, stands, false, "");
    }
    Optional<Mark> gone =
        lost.was().stream()
            .filter(LossFinder::isOpen)
            .flatMap(way -> mark(way.steps().get(way.steps().size() - 1)).stream())
            .findFirst();
    return new Loss(passage, legs, certain, gone, gone.isPresent(), Places.told(before, decider));
  }

  private static Optional<Mark> mark(Step step) {
    return step.rules().stream().findFirst().flatMap(rule -> rule.mark());
  }

  /** The one of some that comes about on the fewest conditions. */
  private static Way decisive(List<Way> ways, Predicate<Way> some) {
    return ways.stream()
        .filter(some)
        .min(Comparator.comparing(way -> way.provided().size()))
        .orElseThrow();
  }

  private static boolean isOpen(Way way) {
    return way.decision().kind() == Kind.ALLOWED;
  }

  /** Where nobody comes in, nobody's connections can be open either, whatever becomes of such. */
  private boolean isShut() {
    Universe universe = universe(Leg.OPENING);
    return cells(before, Leg.OPENING, asked(Leg.OPENING, universe), universe).stream()
        .allMatch(cell -> reach(likely(cell)) == Reach.NEVER);
  }

  private Optional<Lost> lost(Leg leg) {
    Universe universe = universe(leg);
    Region asked = asked(leg, universe);
    List<Cell> now = cells(before, leg, asked, universe);
    for (Cell then : cells(after, leg, asked, universe)) {
      List<Way> will = likely(then);
      for (Cell cell : reach(will) == Reach.ALWAYS ? List.<Cell>of() : now) {
        List<Way> was = likely(cell);
        if (reach(will).compareTo(reach(was)) < 0 && isCommon(cell, then)) {
          return Optional.of(new Lost(was, will));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isCommon(Cell one, Cell other) {
    return one.regions().stream()
        .anyMatch(
            region -> other.regions().stream().anyMatch(r -> region.intersection(r).isPresent()));
  }

  private static List<Way> likely(Cell cell) {
    List<Way> likely = cell.ways().stream().filter(way -> !way.isOdd()).toList();
    return likely.isEmpty() ? cell.ways() : likely;
  }

  /** Who opened the connection is the other side; its replies go out. */
  private static Direction direction(Leg leg) {
    return leg == Leg.REPLY ? Direction.OUT : Direction.IN;
  }

  private Universe universe(Leg leg) {
    Set<String> known = new HashSet<>(passage.networkInterface().stream().toList());
    Universe first = Universe.of(before.ruleset(), known);
    Universe second = Universe.of(after.ruleset(), first.interfaces());
    Set<String> users = new HashSet<>(Set.of(Universe.OTHER));
    if (direction(leg) == Direction.OUT) {
      users.addAll(first.users());
      users.addAll(second.users());
    }
    return new Universe(second.interfaces(), users);
  }

  private Region asked(Leg leg, Universe universe) {
    AddressSet network = Network.of(before.family());
    AddressSet remote = passage.remote().intersection(network);
    AddressSet local = passage.local().intersection(network);
    PortSet theirs =
        leg == Leg.OPENING ? PortSet.ALL : passage.running().map(PortSet::of).orElse(PortSet.ALL);
    PortSet ours = PortSet.of(passage.port());
    boolean in = direction(leg) == Direction.IN;
    Region all =
        Region.of(
                in ? remote : local, in ? local : remote, in ? ours : theirs, universe, states(leg))
            .with(Dimension.SOURCE_PORT, new Extent.Ports(in ? theirs : ours));
    return passage
        .networkInterface()
        .map(name -> all.with(Dimension.INTERFACE, new Extent.Names(Set.of(name))))
        .orElse(all);
  }

  /**
   * Where nobody asked for states, the kernel begins to track connections with the first rule that
   * does. Of those that are open it knows no beginning: whoever sends the next packet counts as the
   * side that opened it.
   */
  private Set<State> states(Leg leg) {
    if (leg == Leg.OPENING) {
      return EnumSet.of(State.NEW);
    }
    boolean tracks =
        before.ruleset().tables().values().stream()
            .flatMap(table -> table.chains().values().stream())
            .flatMap(chain -> chain.rules().stream())
            .anyMatch(rule -> STATES.stream().anyMatch(rule::mayHave));
    return tracks
        ? EnumSet.of(leg == Leg.RUNNING ? State.RUNNING : State.REPLY)
        : EnumSet.of(State.RUNNING, State.REPLY);
  }

  private List<Cell> cells(FamilyState state, Leg leg, Region asked, Universe universe) {
    Subject subject =
        new Subject(
            state.family(),
            direction(leg),
            passage.protocol(),
            Optional.empty(),
            passage.local().isAny() ? Optional.empty() : Optional.of(passage.local()),
            Optional.of(Instant.now()));
    return Cell.of(Evaluator.outcomes(state.ruleset(), subject, asked, universe, sets));
  }
}
