package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.platform.iptables.evaluation.Decision.Accepted;
import dev.durward.platform.iptables.evaluation.Decision.Led;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Follows packets through the tables of one family, in the order in which the kernel asks them,
 * until something has become of each.
 */
public final class Evaluator {
  private final Ruleset rules;
  private final Subject subject;
  private final MatchReader reader;

  private Evaluator(Ruleset rules, Subject subject, Universe universe, IpSets sets) {
    this.rules = rules;
    this.subject = subject;
    this.reader = new MatchReader(subject, universe, sets.unchangedBy(rules.tables().values()));
  }

  /**
   * What becomes of packets.
   *
   * @param rules the tables
   * @param subject what the packets have in common
   * @param asked the packets
   * @param universe that of the rules
   * @param sets what the sets of the host hold
   */
  public static List<Outcome> outcomes(
      Ruleset rules, Subject subject, Region asked, Universe universe, IpSets sets) {
    return new Evaluator(rules, subject, universe, sets).outcomes(asked);
  }

  /**
   * What ends the way of packets in one chain, in the order of its rules, whatever marks the
   * packets carry. Those that can't be followed go on: behind targets that aren't known, and behind
   * more specific rules than can be kept in mind. So nothing is left only where that is sure.
   */
  public static List<Outcome> ends(
      BaseChain chain, Subject subject, Region asked, Universe universe, IpSets sets) {
    MatchReader reader = new MatchReader(subject, universe, sets);
    return new ChainRun(chain.table(), chain.content(), subject, reader, true)
        .outcomes(chain.chain(), asked.marked(Optional.empty()));
  }

  private List<Outcome> outcomes(Region asked) {
    List<Outcome> ended = new ArrayList<>();
    List<Outcome> going =
        List.of(new Outcome(asked, new Way(new Accepted(), List.of(), List.of())));
    for (BaseChain stage : rules.on(subject.direction())) {
      List<Outcome> next = new ArrayList<>();
      for (Outcome before : going) {
        for (Outcome behind : through(stage, before)) {
          parted(behind).forEach(each -> (goesOn(each) ? next : ended).add(each));
        }
      }
      going = next.stream().map(this::translated).toList();
    }
    ended.addAll(going);
    return ended;
  }

  private List<Outcome> through(BaseChain stage, Outcome before) {
    if (!stage.isThere() && !stage.isFilter()) {
      return List.of(before);
    }
    List<Outcome> outcomes = new ArrayList<>();
    Region region = before.region();
    if (stage.translates()) {
      Extent opening = State.extent(EnumSet.of(State.NEW));
      region
          .beyond(Dimension.STATE, opening)
          .ifPresent(rest -> outcomes.add(new Outcome(rest, before.way())));
      Optional<Region> some = region.within(Dimension.STATE, opening);
      if (some.isEmpty()) {
        return outcomes;
      }
      region = some.get();
    }
    if (stage.isBeforeTracking()) {
      region = region.in(State.INVALID);
    }
    ChainRun run = new ChainRun(stage.table(), stage.content(), subject, reader, false);
    for (Outcome own : run.outcomes(stage.chain(), region)) {
      boolean matters =
          stage.isFilter()
              || !(own.way().decision() instanceof Accepted)
              || (stage.isBeside() && own.way().isByRule());
      Way way = matters ? own.way().behind(before.way()) : own.way().beside(before.way());
      Region behind = stage.isBeforeTracking() ? own.region().tracked() : own.region();
      outcomes.add(new Outcome(behind, way));
    }
    return outcomes;
  }

  /** One that is led to an address of this host or to another one, as it happens, is both. */
  private List<Outcome> parted(Outcome outcome) {
    Optional<AddressSet> to =
        outcome.way().decision() instanceof Led led ? led.addresses() : Optional.empty();
    if (to.isEmpty() || subject.local().isEmpty() || subject.direction() == Direction.OUT) {
      return List.of(outcome);
    }
    AddressSet here = to.get().intersection(subject.local().get());
    AddressSet there = to.get().minus(here);
    return here.isEmpty() || there.isEmpty()
        ? List.of(outcome)
        : List.of(ledTo(outcome, here), ledTo(outcome, there));
  }

  private static Outcome ledTo(Outcome outcome, AddressSet addresses) {
    Way way = outcome.way();
    List<String> provided = new ArrayList<>(way.provided());
    provided.add("the translation to " + addresses);
    Decision led = new Led(Optional.of(addresses), ((Led) way.decision()).ports());
    return new Outcome(outcome.region(), new Way(led, way.steps(), provided));
  }

  /** Accepted by a table, or led to an address of this host. */
  private boolean goesOn(Outcome outcome) {
    Decision decision = outcome.way().decision();
    return decision instanceof Accepted || (decision instanceof Led led && isHere(led));
  }

  private boolean isHere(Led led) {
    return subject.direction() == Direction.OUT
        || led.addresses().map(some -> some.isAll(subject.family())).orElse(true)
        || subject.local().map(some -> led.addresses().get().minus(some).isEmpty()).orElse(false);
  }

  private Outcome translated(Outcome outcome) {
    if (!(outcome.way().decision() instanceof Led led)) {
      return outcome;
    }
    Region region = outcome.region();
    return new Outcome(
        region.led(led.addresses(), led.ports()),
        new Way(new Accepted(), outcome.way().steps(), outcome.way().provided()));
  }
}
