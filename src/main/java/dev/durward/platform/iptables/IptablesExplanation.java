package dev.durward.platform.iptables;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Packets;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Locality;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Evaluator;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Subject;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.evaluation.Way;
import dev.durward.platform.iptables.placement.Network;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Places;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who decides about a port in the tables of one family. */
final class IptablesExplanation {
  /** Everybody else before those who are named. */
  private static final Comparator<Part> LARGEST_FIRST =
      Comparator.comparing(Part::remote)
          .thenComparing(part -> part.region().interfaces().contains(Universe.OTHER))
          .thenComparing(part -> part.region().interfaces().size())
          .thenComparing(part -> part.region().users().size())
          .thenComparing(part -> part.region().sourcePorts().size())
          .thenComparing(Part::local)
          .reversed();

  private final FamilyState state;
  private final Question question;
  private final Optional<AddressSet> local;
  private final Universe universe;
  private final Region asked;

  private IptablesExplanation(
      FamilyState state, Question question, Locality locality, Universe universe, Region asked) {
    this.state = state;
    this.question = question;
    this.local = locality.addresses();
    this.universe = universe;
    this.asked = asked;
  }

  /**
   * The packets of a question in disjoint parts, larger ones first.
   *
   * @param locality what else is known of the host
   * @param sets what its sets hold
   */
  static List<Answer> of(FamilyState state, Question question, Locality locality, IpSets sets) {
    Universe universe = universe(state, question, locality);
    Optional<Region> asked = asked(state.family(), question, locality, universe);
    if (asked.isEmpty()) {
      return List.of();
    }
    IptablesExplanation explanation =
        new IptablesExplanation(state, question, locality, universe, asked.get());
    List<Cell> cells = explanation.cells(sets);
    if (cells.size() == 1) {
      return List.of(explanation.answer(asked.get(), cells.get(0)));
    }
    List<Part> parts = new ArrayList<>();
    for (Cell cell : cells) {
      cell.regions().forEach(region -> parts.add(explanation.part(region, cell)));
    }
    return parts.stream()
        .sorted(LARGEST_FIRST)
        .map(part -> explanation.answer(part.region(), part.cell()))
        .toList();
  }

  /**
   * Packets that differ in nothing that matters.
   *
   * @param remote how many addresses they have on the other side
   * @param local and on this one
   */
  private record Part(Region region, Cell cell, BigInteger remote, BigInteger local) {}

  private Part part(Region region, Cell cell) {
    boolean in = question.direction() == Direction.IN;
    BigInteger sources = region.sources().size();
    BigInteger destinations = region.destinations().size();
    return new Part(region, cell, in ? sources : destinations, in ? destinations : sources);
  }

  private static Universe universe(FamilyState state, Question question, Locality locality) {
    Set<String> named = new HashSet<>(locality.interfaces());
    question.networkInterface().ifPresent(named::add);
    Universe all = Universe.of(state.ruleset(), named);
    // Packets that come in have no user yet.
    return question.direction() == Direction.IN
        ? new Universe(all.interfaces(), Set.of(Universe.OTHER))
        : all;
  }

  private static Optional<Region> asked(
      Family of, Question question, Locality locality, Universe universe) {
    boolean in = question.direction() == Direction.IN;
    AddressSet network = Network.of(of);
    AddressSet remote = question.remote().intersection(network);
    AddressSet own = locality.addresses().orElse(network).intersection(network);
    if (remote.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    Region all =
        Region.of(
            in ? remote : own,
            in ? own : remote,
            PortSet.of(question.port()),
            universe,
            EnumSet.of(State.NEW));
    // No packet crosses an interface that isn't there.
    Set<String> crossed = question.networkInterface().map(Set::of).orElse(locality.interfaces());
    return Optional.of(
        crossed.isEmpty() ? all : all.with(Dimension.INTERFACE, new Extent.Names(crossed)));
  }

  private List<Cell> cells(IpSets sets) {
    Subject subject =
        new Subject(
            state.family(),
            question.direction(),
            question.protocol(),
            Optional.empty(),
            local,
            Optional.of(question.now()));
    return Cell.of(Evaluator.outcomes(state.ruleset(), subject, asked, universe, sets));
  }

  private Answer answer(Region region, Cell cell) {
    boolean in = question.direction() == Direction.IN;
    Packets packets =
        new Packets(
            told(
                in ? region.sources() : region.destinations(),
                in ? asked.sources() : asked.destinations()),
            told(
                in ? region.destinations() : region.sources(),
                in ? asked.destinations() : asked.sources()),
            told(region.interfaces(), asked.interfaces()).orElse(Set.of()),
            told(region.users(), asked.users()).orElse(Set.of()),
            told(region.sourcePorts(), asked.sourcePorts()),
            Set.of());
    List<Reason> reasons = distinct(cell.ways()).stream().map(this::reason).toList();
    boolean sure =
        reasons.stream().map(Reason::access).distinct().count() == 1
            || reasons.stream().allMatch(reason -> reason.access().isShut());
    return new Answer(
        state.family(),
        packets,
        sure ? reasons.get(reasons.size() - 1).access() : Access.DEPENDS,
        reasons);
  }

  /** On conditions first; without ways that come to the same place on fewer conditions as well. */
  private static List<Way> distinct(List<Way> ways) {
    if (ways.size() == 1) {
      return ways;
    }
    List<Way> distinct = new ArrayList<>();
    List<Way> fewestFirst =
        ways.stream()
            .filter(way -> !way.isOdd())
            .sorted(Comparator.comparing((Way way) -> way.provided().size()))
            .toList();
    for (Way way : fewestFirst) {
      boolean known =
          distinct.stream()
              .anyMatch(
                  other ->
                      other.decision().equals(way.decision())
                          && other.steps().equals(way.steps())
                          && way.provided().containsAll(other.provided()));
      if (!known) {
        distinct.add(way);
      }
    }
    distinct.sort(Comparator.comparing((Way way) -> way.provided().isEmpty()));
    return distinct;
  }

  /** What tells some packets apart from all that were asked about; empty if nothing does. */
  private static <T> Optional<T> told(T some, T all) {
    return some.equals(all) ? Optional.empty() : Optional.of(some);
  }

  private Reason reason(Way way) {
    return new Reason(
        access(way.decision()),
        detail(way.decision()),
        way.steps().stream().map(step -> Places.of(state.ruleset(), step)).toList(),
        way.provided());
  }

  private static Access access(Decision decision) {
    return switch (decision.kind()) {
      case ALLOWED -> Access.ALLOWED;
      case BLOCKED -> Access.BLOCKED;
      case REJECTED -> Access.REJECTED;
      case LED_AWAY -> Access.LED_AWAY;
      case UNSAID -> Access.DEPENDS;
    };
  }

  static String detail(Decision decision) {
    if (decision instanceof Decision.Rejected rejected) {
      return rejected.with();
    }
    if (decision instanceof Decision.Unsaid unsaid) {
      return "on " + unsaid.what();
    }
    if (decision instanceof Decision.Led led) {
      return led.addresses().map(AddressSet::toString).orElse("")
          + led.ports().map(ports -> " port " + ports).orElse("");
    }
    return "";
  }
}
