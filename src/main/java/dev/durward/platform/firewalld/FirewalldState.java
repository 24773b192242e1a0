package dev.durward.platform.firewalld;

import dev.durward.plan.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What firewalld has.
 *
 * @param policies its policy objects as they run, by name
 * @param keptPolicies those of its configuration, with their descriptions
 * @param zones its zones as they run
 * @param keptZones those of its configuration
 * @param passingSets its sets that hold at run time what the configuration doesn't
 */
record FirewalldState(
    Map<String, Section> policies,
    Map<String, Section> keptPolicies,
    Map<String, Section> zones,
    Map<String, Section> keptZones,
    List<String> passingSets) {
  /** Behind a place: there at run time alone, until the next reload. */
  static final String RUNTIME_ONLY = " (runtime only)";

  /** Behind a place: there from the next reload on. */
  static final String PERMANENT_ONLY = " (permanent only)";

  FirewalldState {
    policies = sorted(policies);
    keptPolicies = sorted(keptPolicies);
    zones = sorted(zones);
    keptZones = sorted(keptZones);
    passingSets = List.copyOf(passingSets);
  }

  /** What is said of them is to come in the same order each time. */
  private static Map<String, Section> sorted(Map<String, Section> sections) {
    return Collections.unmodifiableMap(new TreeMap<>(sections));
  }

  boolean runs(PolicyObject object) {
    return policies.containsKey(object.title());
  }

  boolean keeps(PolicyObject object) {
    return keptPolicies.containsKey(object.title());
  }

  /** What it has of an object as it runs. */
  Section running(PolicyObject object) {
    return policies.getOrDefault(object.title(), Section.NONE);
  }

  /** What its configuration has of an object. */
  Section kept(PolicyObject object) {
    return keptPolicies.getOrDefault(object.title(), Section.NONE);
  }

  Ledger ledger(PolicyObject object) {
    return Ledger.parse(kept(object).setting("description"));
  }

  /** Durward's rules, each where it is. */
  List<Entry> managed() {
    List<Entry> managed = new ArrayList<>();
    for (PolicyObject object : PolicyObject.values()) {
      Set<String> running = Set.copyOf(running(object).richRules());
      Set<String> kept = Set.copyOf(kept(object).richRules());
      for (Ledger.Line line : ledger(object).lines()) {
        boolean runs = running.contains(line.rule());
        if (runs || kept.contains(line.rule())) {
          String where =
              runs && kept.contains(line.rule()) ? "" : runs ? RUNTIME_ONLY : PERMANENT_ONLY;
          managed.add(new Entry(line.mark(), object.place() + where, line.rule()));
        }
      }
    }
    return managed;
  }

  /** What stands in an object and is not Durward's, in lines. */
  Set<String> foreign(PolicyObject object) {
    Set<String> made =
        Set.of(
            "summary",
            "description",
            "priority",
            "target",
            "ingress-zones",
            "egress-zones",
            "masquerade");
    Set<String> foreign = new LinkedHashSet<>(kept(object).content(made));
    foreign.addAll(running(object).content(made));
    ledger(object).lines().forEach(line -> foreign.remove(Section.RICH_RULES + ": " + line.rule()));
    return foreign;
  }

  /** Whether the ledger of an object names a rule that is nowhere. */
  boolean hasStaleLedger(PolicyObject object) {
    return ledger(object).lines().stream()
        .anyMatch(
            line ->
                !running(object).richRules().contains(line.rule())
                    && !kept(object).richRules().contains(line.rule()));
  }
}
