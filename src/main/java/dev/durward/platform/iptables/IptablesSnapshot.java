package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.plan.Assessment;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.plan.Script;
import dev.durward.platform.Answer;
import dev.durward.platform.Explanation;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.platform.Locality;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.notices.BesideNotices;
import dev.durward.platform.iptables.notices.CrossingNotices;
import dev.durward.platform.iptables.notices.ExposureNotices;
import dev.durward.platform.iptables.notices.FamilyNotices;
import dev.durward.platform.iptables.notices.Needless;
import dev.durward.platform.iptables.notices.NeedlessRules;
import dev.durward.platform.iptables.notices.Obstacles;
import dev.durward.platform.iptables.rule.CanonicalRule;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Manager;
import dev.durward.platform.iptables.state.Places;
import dev.durward.platform.iptables.state.PlannedTables;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The filter tables of both families as they were read, and what else about the host matters.
 *
 * @param tools the programs that changes are made with
 * @param families IPv4, then IPv6
 * @param surroundings what was seen beside the rules: other managers, both variants
 * @param sets what the host's sets hold
 * @param unread tables that could not be read
 * @param firewalld whether firewalld has a table of its own in nftables
 */
public record IptablesSnapshot(
    Tools tools,
    List<FamilyState> families,
    List<Diagnostic> surroundings,
    IpSets sets,
    List<String> unread,
    boolean firewalld)
    implements HostSnapshot {
  /** Of iptables-extensions(8), rpfilter, and nft(8), FIB EXPRESSIONS. */
  private static final Pattern REVERSE_PATH =
      Pattern.compile("-m rpfilter|fib saddr.* oif (missing|exists|eq 0)");

  private static final int MANY_LINES = 4_000;

  private static final Diagnostic UNDER_FIREWALLD =
      new Diagnostic(
          Severity.ERROR,
          Optional.empty(),
          "firewalld runs this host's firewall in nftables: what iptables accepts, its table still"
              + " refuses, and its reload wipes iptables' rules",
          Optional.of(
              "leave --platform out, so that firewalld keeps the rules, or stop and disable it"));

  public IptablesSnapshot {
    families = List.copyOf(families);
    surroundings = List.copyOf(surroundings);
    unread = List.copyOf(unread);
  }

  /** One of whose sets nothing is known. */
  IptablesSnapshot(Tools tools, List<FamilyState> families, List<Diagnostic> surroundings) {
    this(tools, families, surroundings, IpSets.NONE, List.of(), false);
  }

  @Override
  public List<Entry> managed() {
    return families.stream().flatMap(family -> family.managed().stream()).toList();
  }

  @Override
  public String canonical(String text) {
    return CanonicalRule.of(text);
  }

  @Override
  public Assessment assess(List<Entry> lines, Desired desired) {
    Map<String, List<Entry>> places = Entry.byPlace(lines);
    List<Diagnostic> notices = new ArrayList<>(besides());
    List<PlannedTables> planned = planned(places);
    if (firewalld && !lines.isEmpty()) {
      notices.add(UNDER_FIREWALLD);
    }
    for (PlannedTables family : planned) {
      notices.addAll(FamilyNotices.of(family.state(), places, family.placements()));
    }
    if (notices.stream().noneMatch(Diagnostic::isError)) {
      notices.addAll(CrossingNotices.of(sets, planned, desired));
      notices.addAll(ExposureNotices.of(planned, desired));
    }
    return new Assessment(repairs(planned), notices);
  }

  @Override
  public List<Repair> repairs(List<Entry> lines, Desired desired) {
    return repairs(planned(Entry.byPlace(lines)));
  }

  private static List<Repair> repairs(List<PlannedTables> planned) {
    return each(planned, planned.get(0).lines())
        .map(family -> family.state().repairs(family.lines(), family.placements()))
        .flatMap(List::stream)
        .toList();
  }

  /** What must be known of all that stands beside the rules of iptables. */
  public List<Diagnostic> besides() {
    List<Diagnostic> notices = new ArrayList<>(surroundings);
    notices.addAll(BesideNotices.of(families, unread));
    return notices;
  }

  /** The chains of nft's own tables that packets of a family meet. */
  public List<BaseChain> nativeChains(Family family) {
    return families.stream()
        .filter(state -> state.family() == family)
        .flatMap(state -> state.beside().stream())
        .filter(chain -> Places.isNative(chain.table()))
        .toList();
  }

  /** The same host with other chains in nft's own tables. */
  public IptablesSnapshot withNativeChains(Map<Family, List<BaseChain>> chains) {
    return with(
        families.stream()
            .map(
                state ->
                    new FamilyState(
                        state.family(),
                        state.dump(),
                        chains.getOrDefault(state.family(), List.of())))
            .toList());
  }

  /** The same host with other rules in some chains of the filter table. */
  public IptablesSnapshot with(Map<Family, Map<String, List<RuleLine>>> chains) {
    return with(
        families.stream()
            .map(state -> state.with(chains.getOrDefault(state.family(), Map.of())))
            .toList());
  }

  /** The same host with lines that are asked about all packets that come in, before all others. */
  public IptablesSnapshot refusing(Map<Family, List<RuleLine>> lines) {
    return with(
        families.stream()
            .map(state -> state.refusing(lines.getOrDefault(state.family(), List.of())))
            .toList());
  }

  private IptablesSnapshot with(List<FamilyState> others) {
    return new IptablesSnapshot(tools, others, surroundings, sets, unread, firewalld);
  }

  /** The families of which a rule takes packets only by the interface their answers leave by. */
  public Set<Family> reversePaths() {
    Set<Family> strict = EnumSet.noneOf(Family.class);
    for (FamilyState state : families) {
      boolean asks =
          state.ruleset().tables().values().stream()
              .flatMap(table -> table.chains().values().stream())
              .flatMap(chain -> chain.rules().stream())
              .anyMatch(rule -> REVERSE_PATH.matcher(rule.text()).find());
      if (asks) {
        strict.add(state.family());
      }
    }
    return strict;
  }

  /** What the sets hold that packets of a family meet, but for those that rules write to. */
  public IpSets sets(Family family) {
    return sets.unchangedBy(dump(family).tables().values());
  }

  /** The filter table of a family. */
  public Table filter(Family family) {
    return dump(family).filter();
  }

  /** All tables of a family. */
  public SaveDump dump(Family family) {
    return families.stream()
        .filter(state -> state.family() == family)
        .map(FamilyState::dump)
        .findFirst()
        .orElse(new SaveDump(Map.of()));
  }

  /** The programs that keep rules of their own in either family. */
  public Set<Manager> managers() {
    Set<Manager> managers = new TreeSet<>();
    if (firewalld) {
      managers.add(Manager.FIREWALLD);
    }
    families.forEach(state -> managers.addAll(Manager.in(state.filter())));
    return managers;
  }

  /** Rules of Durward's that do nothing, since others of its own say the same or beat them. */
  public List<Needless> needless() {
    return NeedlessRules.of(families);
  }

  /** What others' lines make of Durward's rules, as they are now. */
  public List<Diagnostic> crossings() {
    Map<String, List<Entry>> places = Entry.byPlace(managed());
    return CrossingNotices.of(sets, planned(places), new Desired(Set.of(), List.of(), ""));
  }

  /** The tables as they are once these lines of Durward's are there, and no others. */
  private List<PlannedTables> planned(Map<String, List<Entry>> places) {
    return each(places)
        .map(family -> new PlannedTables(family, places, family.placements(places, sets)))
        .toList();
  }

  @Override
  public Imported imported(Optional<String> policy) {
    return IptablesImport.of(this, policy);
  }

  @Override
  public Explanation explained(Question question, Locality locality) {
    List<Answer> answers = new ArrayList<>();
    for (FamilyState state : families) {
      if (question.families().contains(state.family())) {
        answers.addAll(IptablesExplanation.of(state, question, locality, sets));
      }
    }
    List<Diagnostic> notices = new ArrayList<>(besides());
    notices.addAll(Obstacles.of(question, answers, managers()));
    return new Explanation(answers, notices);
  }

  @Override
  public List<PortRange> portsNamed(Direction direction, int protocol) {
    return families.stream()
        .flatMap(state -> NamedPorts.of(state.ruleset(), direction, protocol).stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public boolean mayShut(Plan plan) {
    return LossFinder.mayShut(plan);
  }

  @Override
  public List<Loss> losses(Plan plan, List<Passage> passages) {
    List<PlannedTables> planned = planned(Entry.byPlace(plan.after()));
    return LossFinder.between(
        this, with(planned.stream().map(PlannedTables::whole).toList()), passages);
  }

  @Override
  public Script render(Plan plan) {
    return RestoreScript.of(this, plan);
  }

  /** The families, in their order; of many lines each core takes those of one. */
  Stream<FamilyState> each(Map<String, List<Entry>> lines) {
    return each(families, lines);
  }

  private static <T> Stream<T> each(List<T> families, Map<String, List<Entry>> lines) {
    return lines.values().stream().mapToInt(List::size).sum() > MANY_LINES
        ? families.parallelStream()
        : families.stream();
  }
}
