package dev.durward.probe.derivation;

import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.WindowsOptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What rule sets may come to where it isn't known which of their rules hold: on a host whose
 * platform is not known, and for rules that depend on what Windows alone knows.
 *
 * @param all each a list of rule sets that hold together
 */
record Readings(List<List<RuleSet>> all) {
  Readings {
    all = List.copyOf(all);
  }

  /** All that rule sets may come to on one of these platforms. */
  static Readings of(List<RuleSet> written, Collection<Platform> platforms, LocalDate day) {
    List<List<RuleSet>> all = new ArrayList<>();
    for (Platform platform : platforms) {
      List<RuleSet> sets = written.stream().map(set -> set.inForce(platform, day)).toList();
      all.add(sets);
      if (platform == Platform.WINDOWS) {
        all.add(sets.stream().map(Readings::certain).toList());
      }
    }
    return new Readings(all.stream().distinct().collect(Collectors.toList()));
  }

  private static RuleSet certain(RuleSet set) {
    return set.with(set.rules().stream().filter(rule -> !isConditional(rule.windows())).toList());
  }

  /** Whether a rule holds for some programs, networks or addresses that only Windows can tell. */
  private static boolean isConditional(WindowsOptions windows) {
    return windows.program().isPresent()
        || windows.service().isPresent()
        || !windows.interfaceTypes().isEmpty()
        || !windows.remote().isEmpty()
        || windows.profiles().size() < WindowsOptions.Profile.values().length;
  }

  /** Every rule that holds in one of them. */
  boolean holds(String policy, Rule rule) {
    return all.stream()
        .flatMap(List::stream)
        .anyMatch(set -> set.policy().equals(policy) && set.rules().contains(rule));
  }
}
