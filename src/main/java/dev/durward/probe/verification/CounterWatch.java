package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.verification.Evidence.Counter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the rules' counters were while probes were sent.
 *
 * @param first before
 * @param still before, once more: a counter that moved meanwhile counts others' packets too
 * @param after after
 */
record CounterWatch(
    Map<RuleCounters.Key, Long> first,
    Map<RuleCounters.Key, Long> still,
    Map<RuleCounters.Key, Long> after) {
  /**
   * What the counters of some rules did, taken together, while probes that they decide about were
   * sent.
   *
   * @param probes how many, 1 or more
   * @param packets of how many packets in all
   * @return empty if the counters saw some of the packets, or more than there were, so that nobody
   *     can tell which
   */
  Optional<Counter> did(Set<RuleCounters.Key> keys, int probes, long packets) {
    Optional<Long> one = sum(keys, first);
    Optional<Long> two = sum(keys, still);
    Optional<Long> three = sum(keys, after);
    if (one.isEmpty() || two.isEmpty() || three.isEmpty()) {
      return Optional.of(Counter.UNKNOWN);
    }
    if (!one.equals(two)) {
      return Optional.of(Counter.BUSY);
    }
    long moved = three.get() - two.get();
    if (moved == 0) {
      return Optional.of(Counter.STILL);
    }
    return probes == 1 || moved == packets ? Optional.of(Counter.MOVED) : Optional.empty();
  }

  /** Those of some rules whose own counter moved, and speaks of each of the probes. */
  Set<Mark> counted(Set<RuleCounters.Key> keys, int probes, long packets) {
    return keys.stream()
        .filter(key -> did(Set.of(key), probes, packets).equals(Optional.of(Counter.MOVED)))
        .map(RuleCounters.Key::mark)
        .collect(Collectors.toSet());
  }

  private static Optional<Long> sum(
      Set<RuleCounters.Key> keys, Map<RuleCounters.Key, Long> counts) {
    return keys.stream()
        .flatMap(key -> Optional.ofNullable(counts.get(key)).stream())
        .reduce(Long::sum);
  }
}
