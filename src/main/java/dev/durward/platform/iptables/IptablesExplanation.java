package dev.durward.platform.iptables;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Packets;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision;
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
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who decides about a port in the tables of one family. */
final class IptablesExplanation {
  /** Addresses that no packet of a network has on either side of a connection. */
  private static final AddressSet NOBODY =
      addresses("0.0.0.0", 8)
          .union(addresses("127.0.0.0", 8))
          .union(addresses("224.0.0.0", 3))
          .union(addresses("::1", 128))
          .union(addresses("::", 128))
          .union(addresses("ff00::", 8));

  private final FamilyState state;
  private final Question question;
  private final Optional<AddressSet> local;
  private final Universe universe;
  private final Region asked;

  private IptablesExplanation(
      FamilyState state, Question question, Optional<AddressSet> local, Region asked) {
    this.state = state;
    this.question = question;
    this.local = local;
    this.universe = universe(state, question);
    this.asked = asked;
  }

  private static AddressSet addresses(String first, int prefix) {
    return new AddressSet(
        List.of(
            IpAddress.parse(first)
                .flatMap(address -> AddressRange.ofPrefix(address, prefix))
                .orElseThrow()));
  }

  /**
   * The packets of a question in disjoint parts, larger ones first.
   *
   * @param local the addresses of the host; empty if they aren't known
   */
  static List<Answer> of(
      FamilyState state, Question question, Optional<AddressSet> local, IpSets sets) {
    Optional<Region> asked = asked(state, question, local);
    if (asked.isEmpty()) {
      return List.of();
    }
    IptablesExplanation explanation = new IptablesExplanation(state, question, local, asked.get());
    List<Answer> answers = new ArrayList<>();
    for (Cell cell : explanation.cells(sets)) {
      cell.regions().stream()
          .sorted(Comparator.comparing(IptablesExplanation::size).reversed())
          .forEach(region -> answers.add(explanation.answer(region, cell)));
    }
    return answers;
  }

  private static Universe universe(FamilyState state, Question question) {
    List<String> named = question.networkInterface().map(List::of).orElse(List.of());
    Universe all = Universe.of(state.dump(), named);
    // Packets that come in have no user yet.
    return question.direction() == Direction.IN
        ? new Universe(all.interfaces(), Set.of(Universe.OTHER))
        : all;
  }

  private static Optional<Region> asked(
      FamilyState state, Question question, Optional<AddressSet> local) {
    boolean in = question.direction() == Direction.IN;
    AddressSet family = new AddressSet(List.of(AddressRange.all(state.family())));
    AddressSet remote = question.remote().intersection(family).minus(NOBODY);
    AddressSet own = local.orElse(family).intersection(family).minus(NOBODY);
    if (remote.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    Region all =
        Region.of(
            in ? remote : own,
            in ? own : remote,
            PortSet.of(question.port()),
            universe(state, question),
            EnumSet.of(State.NEW));
    return Optional.of(
        question
            .networkInterface()
            .map(name -> all.with(Dimension.INTERFACE, new Extent.Names(Set.of(name))))
            .orElse(all));
  }

  private List<Cell> cells(IpSets sets) {
    Subject subject =
        new Subject(
            state.family(),
            question.direction(),
            question.protocol(),
            Optional.empty(),
            local,
            question.now());
    return Cell.of(Evaluator.outcomes(state.dump(), subject, asked, universe, sets));
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
            told(region.users(), asked.users()).orElse(Set.of()));
    List<Reason> reasons = new ArrayList<>();
    cell.ways().stream()
        .sorted(Comparator.comparing((Way way) -> way.provided().isEmpty()))
        .forEach(way -> reasons.add(reason(way)));
    boolean sure = reasons.stream().map(Reason::access).distinct().count() == 1;
    return new Answer(
        state.family(), packets, sure ? reasons.get(0).access() : Access.DEPENDS, reasons);
  }

  /** What tells some packets apart from all that were asked about; empty if nothing does. */
  private static <T> Optional<T> told(T some, T all) {
    return some.equals(all) ? Optional.empty() : Optional.of(some);
  }

  private Reason reason(Way way) {
    return new Reason(
        access(way.decision()),
        detail(way.decision()),
        way.steps().stream().map(this::place).toList(),
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

  private static String detail(Decision decision) {
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

  private Place place(Step step) {
    String where = (step.table().equals("filter") ? "" : step.table() + " ") + step.chain();
    if (step.rule().isEmpty()) {
      return new Place(where, 0, "policy " + step.policy(), "");
    }
    RuleLine rule = step.rule().get();
    Table table = state.dump().tables().getOrDefault(step.table(), Table.UNTOUCHED);
    int position = table.rules(step.chain()).indexOf(rule) + 1;
    return new Place(
        where + " rule " + position, rule.number(), rule.text(), owner(step.chain(), rule));
  }

  private String owner(String chain, RuleLine rule) {
    if (rule.mark().isPresent()) {
      return "Durward, " + rule.mark().get().policy() + "/" + rule.mark().get().rule();
    }
    return OwnChain.named(chain).or(() -> OwnChain.named(rule.target().orElse(""))).isPresent()
        ? "Durward"
        : Manager.ofChain(chain)
            .or(() -> Manager.ofChain(rule.target().orElse("")))
            .map(Manager::title)
            .orElse("");
  }

  private static BigInteger size(Region region) {
    BigInteger size = BigInteger.ZERO;
    for (AddressRange range : region.sources().ranges()) {
      size = size.add(number(range.last())).subtract(number(range.first())).add(BigInteger.ONE);
    }
    return size;
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(1, address.toInetAddress().getAddress());
  }
}
