package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.platform.iptables.evaluation.Decision.Accepted;
import dev.durward.platform.iptables.evaluation.Decision.Led;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows packets through the tables of one family, in the order in which the kernel asks them
 * (iptables(8), TABLES), until something has become of each.
 */
public final class Evaluator {
  private static final List<Stage> INBOUND =
      List.of(
          new Stage("raw", "PREROUTING"),
          new Stage("mangle", "PREROUTING"),
          new Stage("nat", "PREROUTING"),
          new Stage("mangle", "INPUT"),
          new Stage("filter", "INPUT"),
          new Stage("security", "INPUT"));

  private static final List<Stage> OUTBOUND =
      List.of(
          new Stage("raw", "OUTPUT"),
          new Stage("mangle", "OUTPUT"),
          new Stage("nat", "OUTPUT"),
          new Stage("filter", "OUTPUT"),
          new Stage("security", "OUTPUT"),
          new Stage("mangle", "POSTROUTING"));

  /** A chain that packets are led through. */
  private record Stage(String table, String chain) {
    /** Address translation is asked about the first packet of a connection alone. */
    boolean isForNewOnes() {
      return table.equals("nat");
    }

    /**
     * Connection tracking sees packets behind raw: there all of them are INVALID but for those that
     * a rule has taken from it (xt_conntrack.c, conntrack_mt).
     */
    boolean isBeforeTracking() {
      return table.equals("raw");
    }

    /** Where users look for who decides; the others matter only when they refuse. */
    boolean isFilter() {
      return table.equals("filter");
    }
  }

  private final SaveDump dump;
  private final Subject subject;
  private final MatchReader reader;

  private Evaluator(SaveDump dump, Subject subject, Universe universe, IpSets sets) {
    this.dump = dump;
    this.subject = subject;
    this.reader = new MatchReader(subject, universe, sets.without(changedSets(dump)));
  }

  /**
   * What becomes of packets.
   *
   * @param dump the tables
   * @param subject what the packets have in common
   * @param asked the packets
   * @param universe that of the dump
   * @param sets what the sets of the host hold
   */
  public static List<Outcome> outcomes(
      SaveDump dump, Subject subject, Region asked, Universe universe, IpSets sets) {
    return new Evaluator(dump, subject, universe, sets).outcomes(asked);
  }

  /** Sets that rules themselves write to: nobody can tell what they hold when a packet comes. */
  private static Set<String> changedSets(SaveDump dump) {
    Set<String> changed = new HashSet<>();
    for (Table table : dump.tables().values()) {
      for (Chain chain : table.chains().values()) {
        for (RuleLine rule : chain.rules()) {
          if (rule.text().contains("-j SET ")) {
            rule.valueOf("--add-set").ifPresent(changed::add);
            rule.valueOf("--del-set").ifPresent(changed::add);
          }
        }
      }
    }
    return changed;
  }

  private List<Outcome> outcomes(Region asked) {
    List<Outcome> ended = new ArrayList<>();
    List<Outcome> going =
        List.of(new Outcome(asked, new Way(new Accepted(), List.of(), List.of())));
    for (Stage stage : subject.direction() == Direction.IN ? INBOUND : OUTBOUND) {
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

  private List<Outcome> through(Stage stage, Outcome before) {
    Table table = dump.tables().getOrDefault(stage.table(), Table.UNTOUCHED);
    if (table.chain(stage.chain()).isEmpty() && !stage.isFilter()) {
      return List.of(before);
    }
    List<Outcome> outcomes = new ArrayList<>();
    Region region = before.region();
    if (stage.isForNewOnes()) {
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
    ChainRun run = new ChainRun(stage.table(), table, subject, reader);
    for (Outcome own : run.outcomes(stage.chain(), region)) {
      boolean matters = stage.isFilter() || !(own.way().decision() instanceof Accepted);
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
