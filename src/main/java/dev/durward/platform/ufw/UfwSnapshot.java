package dev.durward.platform.ufw;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.plan.Assessment;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Parting;
import dev.durward.platform.Explanation;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.platform.Locality;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Question;
import dev.durward.platform.host.LocalEnds;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.LossFinder;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.running.Endings;
import dev.durward.probe.verification.RuleCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What ufw keeps of both families, and what the kernel has of it.
 *
 * @param ufw where it was read
 * @param kernel what iptables shows
 * @param rules what ufw's files say
 * @param ends this host's ends of connections
 */
record UfwSnapshot(
    Installation ufw, IptablesSnapshot kernel, Map<Family, UserRules> rules, LocalEnds ends)
    implements HostSnapshot {
  private static final Set<String> DECIDING = Set.of("ACCEPT", "DROP", "REJECT");

  UfwSnapshot {
    rules = Map.copyOf(rules);
  }

  /** The chain in which ufw keeps its rules for a way. */
  static String chain(Family family, String way) {
    return (family == Family.IPV4 ? "ufw" : "ufw6") + "-user-" + way;
  }

  List<Standing> list(Family family) {
    return rules.getOrDefault(family, UserRules.NONE).list();
  }

  @Override
  public List<Entry> managed() {
    List<Entry> managed = new ArrayList<>();
    for (Family family : Family.values()) {
      list(family).stream()
          .filter(Standing::isOwn)
          .forEach(standing -> managed.add(standing.entry(family)));
    }
    return managed;
  }

  @Override
  public String canonical(String text) {
    return UfwRule.parse(text).map(rule -> rule.canonical().text()).orElse(text);
  }

  @Override
  public String inWords(Entry entry) {
    Family family = entry.place().equals(Standing.place(Family.IPV4)) ? Family.IPV4 : Family.IPV6;
    return "ufw " + String.join(" ", Standing.of(entry).rule().words(family));
  }

  @Override
  public Assessment assess(List<Entry> lines, Desired desired) {
    List<Repair> repairs = new ArrayList<>();
    for (Family family : Family.values()) {
      repairs.addAll(misplaced(family, lines));
    }
    if (isOutOfStep()) {
      repairs.add(
          new Repair(
              "ufw",
              "the kernel has other rules than those that ufw keeps in its files",
              "let ufw load them again"));
    }
    List<Diagnostic> notices = new ArrayList<>(kernel.besides());
    notices.addAll(new UfwNotices(this).of(lines));
    notices.addAll(new UfwEndings(this).ofNew(lines).notices());
    return new Assessment(repairs, notices);
  }

  private List<Repair> misplaced(Family family, List<Entry> lines) {
    List<Repair> repairs = new ArrayList<>();
    List<Standing> list = list(family);
    Order order = new Order(list);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).isOwn()
          && lines.contains(list.get(i).entry(family))
          && order.isMisplaced(i)) {
        repairs.add(
            new Repair(
                Standing.place(family),
                "rule " + (i + 1) + " does not stand where it has its effect",
                "move it: " + inWords(list.get(i).entry(family))));
      }
    }
    return repairs;
  }

  /** Whether the kernel's chains hold another number of lines than ufw's files. */
  boolean isOutOfStep() {
    for (Family family : Family.values()) {
      for (String way : List.of("input", "output")) {
        String chain = chain(family, way);
        int kept = rules.getOrDefault(family, UserRules.NONE).of(chain).size();
        if (ufw.keeps(family) && kept != kernel.filter(family).rules(chain).size()) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public List<Loss> losses(Plan plan, List<Passage> passages) {
    PlannedList planned = new PlannedList(this);
    Endings endings = new UfwEndings(this).ofNew(plan.after());
    return LossFinder.between(planned.before(), endings.refusedBy(planned.after(plan)), passages);
  }

  @Override
  public Script render(Plan plan) {
    return new Script(
        UfwScript.steps(this, plan), new UfwEndings(this).ofNew(plan.after()).partings());
  }

  @Override
  public List<Parting> partings(List<Entry> lines) {
    return new UfwEndings(this).of(lines).partings();
  }

  @Override
  public Imported imported(Optional<String> policy) {
    return kernel.imported(policy);
  }

  @Override
  public Explanation explained(Question question, Locality locality) {
    return kernel.explained(question, locality);
  }

  @Override
  public List<PortRange> portsNamed(Direction direction, int protocol) {
    return kernel.portsNamed(direction, protocol);
  }

  /** The packets that each rule for what comes in has decided about; none if out of step. */
  Map<RuleCounters.Key, Long> counters() {
    Map<RuleCounters.Key, Long> counters = new HashMap<>();
    if (isOutOfStep()) {
      return counters;
    }
    for (Family family : Family.values()) {
      UserRules kept = rules.getOrDefault(family, UserRules.NONE);
      List<UserRules.Line> lines = kept.of(chain(family, "input"));
      List<RuleLine> live = kernel.filter(family).rules(chain(family, "input"));
      for (int i = 0; i < Math.min(lines.size(), live.size()); i++) {
        long packets = live.get(i).packets();
        if (DECIDING.contains(live.get(i).target().orElse(""))) {
          kept.list()
              .get(lines.get(i).of())
              .mark()
              .ifPresent(
                  mark -> counters.merge(new RuleCounters.Key(mark, family), packets, Long::sum));
        }
      }
    }
    return counters;
  }
}
