package dev.durward.journal;

import dev.durward.plan.Change;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An apply in short.
 *
 * @param id its number, from 1
 * @param begun when
 * @param policies whose rules it is about, sorted
 * @param counts how many of their rules it adds, removes, replaces and keeps
 */
public record Heading(
    int id, Instant begun, Cause cause, List<String> policies, Map<Change.Kind, Integer> counts) {
  public Heading {
    policies = List.copyOf(policies);
    counts = Map.copyOf(counts);
  }

  static Heading of(int id, Instant begun, Cause cause, List<Change> changes) {
    Map<Change.Kind, Integer> counts = new EnumMap<>(Change.Kind.class);
    changes.forEach(change -> counts.merge(change.kind(), 1, Integer::sum));
    List<String> policies =
        changes.stream().map(change -> change.mark().policy()).distinct().sorted().toList();
    return new Heading(id, begun, cause, policies, counts);
  }

  public int count(Change.Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** Whether it changes rules, and not their frame alone. */
  public boolean changesRules() {
    return counts.entrySet().stream()
        .anyMatch(count -> count.getKey() != Change.Kind.KEEP && count.getValue() > 0);
  }
}
