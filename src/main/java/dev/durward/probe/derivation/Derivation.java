package dev.durward.probe.derivation;

import dev.durward.plan.Mark;
import dev.durward.probe.Probe;
import dev.durward.probe.Untested;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rules come to as probes.
 *
 * @param probes in the order of the rules
 * @param untested the parts of the rules that none of them speaks for
 * @param notes on what was left out on purpose, without full stops
 */
public record Derivation(List<Probe> probes, List<Untested> untested, List<String> notes) {
  public Derivation {
    probes = List.copyOf(probes);
    untested = List.copyOf(untested);
    notes = List.copyOf(notes);
  }

  /** The same with more probes, those of each rule together. */
  public Derivation with(List<Probe> more) {
    Map<Mark, List<Probe>> byRule = new LinkedHashMap<>();
    for (List<Probe> some : List.of(probes, more)) {
      some.forEach(
          each -> byRule.computeIfAbsent(each.rule(), rule -> new ArrayList<>()).add(each));
    }
    List<Probe> all = byRule.values().stream().flatMap(List::stream).toList();
    return new Derivation(all, untested, notes);
  }
}
