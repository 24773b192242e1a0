package dev.durward.platform.firewalld;

import dev.durward.exec.Command;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Script.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The commands of a plan: what is to be is said twice, to firewalld as it runs and to its
 * configuration, so that it holds at once and after a reload, and nothing of others is lost by one.
 * Only new policy objects, and old ones that go, need it. How a command ended says little, since
 * firewalld skips what it can't do: the host is read again, and the way back is a plan of its own.
 */
final class FirewalldScript {
  /** So that a command stays well below what the kernel takes (execve(2)). */
  private static final int RULES_AT_ONCE = 200;

  private final FirewallCmd firewalld;
  private final FirewalldState state;
  private final List<Step> steps = new ArrayList<>();

  private FirewalldScript(FirewalldSnapshot host) {
    firewalld = host.firewalld();
    state = host.state();
  }

  static List<Step> steps(FirewalldSnapshot host, Plan plan) {
    FirewalldScript script = new FirewalldScript(host);
    List<Entry> after = plan.after();
    if (host.isFrameToGo(after)) {
      script.clear();
    } else {
      List<PolicyObject> missing = host.missing(after);
      boolean reloaded = !missing.isEmpty();
      if (reloaded) {
        script.make(missing);
      }
      for (PolicyObject object : PolicyObject.values()) {
        script.fill(object, reloaded, after.stream().filter(each -> isIn(object, each)).toList());
      }
    }
    return script.steps;
  }

  private static boolean isIn(PolicyObject object, Entry entry) {
    return PolicyObject.of(entry) == object;
  }

  private void make(List<PolicyObject> objects) {
    for (PolicyObject object : objects) {
      if (!state.keeps(object)) {
        String name = "--policy=" + object.title();
        add(firewalld.permanent("--new-policy=" + object.title()));
        add(firewalld.permanent(name, "--set-priority=" + object.priority()));
        add(firewalld.permanent(name, "--add-ingress-zone=" + object.ingress()));
        add(firewalld.permanent(name, "--add-egress-zone=" + object.egress()));
      }
    }
    reload();
  }

  private void clear() {
    for (PolicyObject object : PolicyObject.values()) {
      if (state.keeps(object)) {
        add(firewalld.permanent("--delete-policy=" + object.title()));
      }
    }
    reload();
  }

  /** Afterwards interfaces are where they were, also those that nobody has made permanent. */
  private void reload() {
    add(firewalld.runtime("--reload"));
    state
        .zones()
        .forEach(
            (zone, running) -> {
              Section kept = state.keptZones().getOrDefault(zone, Section.NONE);
              for (String card : running.words("interfaces")) {
                if (!kept.words("interfaces").contains(card)) {
                  add(firewalld.runtime("--zone=" + zone, "--change-interface=" + card));
                }
              }
            });
  }

  /** Makes an object hold these rules of Durward's; those of nobody stay in it. */
  private void fill(PolicyObject object, boolean reloaded, List<Entry> after) {
    Ledger before = state.ledger(object);
    Ledger ledger =
        new Ledger(after.stream().map(each -> new Ledger.Line(each.mark(), each.text())).toList());
    if (before.lines().isEmpty() && ledger.lines().isEmpty()) {
      return;
    }
    List<String> kept = state.kept(object).richRules();
    // A reload makes firewalld run what its configuration says.
    List<String> running = reloaded ? kept : state.running(object).richRules();
    Set<String> toKeep = rules(after, FirewalldState.RUNTIME_ONLY);
    Set<String> toRun = rules(after, FirewalldState.PERMANENT_ONLY);

    // Whatever stops this on its way, each rule has an owner.
    Ledger both = before.with(ledger);
    describe(object, state.kept(object).setting("description"), both);
    change(object, "--add-rich-rule=", without(toKeep, kept), without(toRun, running));
    change(
        object,
        "--remove-rich-rule=",
        without(owned(before, kept), toKeep),
        without(owned(before, running), toRun));
    describe(object, both.text(), ledger);
  }

  private void describe(PolicyObject object, String there, Ledger wanted) {
    if (!there.equals(wanted.text())) {
      add(firewalld.permanent("--policy=" + object.title(), "--set-description=" + wanted.text()));
    }
  }

  private void change(PolicyObject object, String option, List<String> kept, List<String> running) {
    change(kept, object, option, true);
    change(running, object, option, false);
  }

  private void change(List<String> rules, PolicyObject object, String option, boolean permanent) {
    for (int from = 0; from < rules.size(); from += RULES_AT_ONCE) {
      List<String> words = new ArrayList<>(List.of("--policy=" + object.title()));
      rules.subList(from, Math.min(rules.size(), from + RULES_AT_ONCE)).stream()
          .map(rule -> option + rule)
          .forEach(words::add);
      String[] all = words.toArray(String[]::new);
      add(permanent ? firewalld.permanent(all) : firewalld.runtime(all));
    }
  }

  /** The rules of entries but those of one sort of place. */
  private static Set<String> rules(List<Entry> entries, String but) {
    Set<String> rules = new LinkedHashSet<>();
    entries.stream()
        .filter(each -> !each.place().endsWith(but))
        .forEach(each -> rules.add(each.text()));
    return rules;
  }

  private static Set<String> owned(Ledger ledger, List<String> rules) {
    Set<String> owned = new LinkedHashSet<>(rules);
    owned.removeIf(rule -> !ledger.names(rule));
    return owned;
  }

  private static List<String> without(Set<String> rules, Collection<String> others) {
    return rules.stream().filter(rule -> !others.contains(rule)).toList();
  }

  private void add(Command command) {
    steps.add(Step.judged("firewalld", command, List.of()));
  }
}
