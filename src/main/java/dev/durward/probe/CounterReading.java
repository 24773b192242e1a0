package dev.durward.probe;

import dev.durward.plan.Mark;
import dev.durward.probe.Evidence.Counter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends probes once more, so few at once that each rule's counter speaks of one probe alone.
 *
 * <p>A counter that also moves while nothing is sent says nothing: other hosts are at it.
 */
final class CounterReading {
  /** So many probes are looked at, so that a large file takes seconds and not hours. */
  static final int MOST = 64;

  /** So many failures are looked into, one by one. */
  static final int FEW = 8;

  private final Vantage vantage;
  private final RuleCounters counters;

  CounterReading(Vantage vantage, RuleCounters counters) {
    this.vantage = vantage;
    this.counters = counters;
  }

  /**
   * What the counters did for a probe.
   *
   * @param counter what that of the rules that decide about it did
   * @param counted whose moved with it
   */
  record Reading(Counter counter, Set<Mark> counted) {
    /** That there was no telling. */
    static Reading none(Counter why) {
      return new Reading(why, Set.of());
    }

    Reading {
      counted = Set.copyOf(counted);
    }
  }

  /** What they did for each probe; those beyond the first {@link #MOST} are left out. */
  Map<Probe, Reading> of(List<Probe> probes) throws IOException, InterruptedException {
    Map<Probe, Reading> told = new HashMap<>();
    Set<Probe> left = new LinkedHashSet<>(probes.subList(0, Math.min(MOST, probes.size())));
    while (!left.isEmpty()) {
      List<Probe> round = disjoint(left);
      round.forEach(left::remove);
      told.putAll(send(round));
    }
    return told;
  }

  /**
   * The same of probes that each may have been counted by any rule, so that each is sent alone;
   * those beyond the first {@link #FEW} are left out.
   */
  Map<Probe, Reading> ofEach(List<Probe> probes) throws IOException, InterruptedException {
    Map<Probe, Reading> told = new HashMap<>();
    for (Probe probe : probes.subList(0, Math.min(FEW, probes.size()))) {
      told.putAll(send(List.of(probe)));
    }
    return told;
  }

  private Map<Probe, Reading> send(List<Probe> round) throws IOException, InterruptedException {
    Map<RuleCounters.Key, Long> first = counters.read();
    Map<RuleCounters.Key, Long> before = counters.read();
    vantage.observe(round, Patience.ONE_PACKET, Progress.NONE);
    Map<RuleCounters.Key, Long> after = counters.read();
    Map<Probe, Reading> told = new HashMap<>();
    for (Probe probe : round) {
      Set<Mark> counted = new HashSet<>();
      for (RuleCounters.Key key : after.keySet()) {
        // Of several probes, each is told apart by the rules that decide about it and no other.
        boolean isOurs = round.size() == 1 || probe.deciders().contains(key.mark());
        if (isOurs && key.family() == probe.family() && moved(key, first, before, after)) {
          counted.add(key.mark());
        }
      }
      Counter counter = compare(sum(probe, first), sum(probe, before), sum(probe, after));
      told.put(probe, new Reading(counter, counted));
    }
    return told;
  }

  private static boolean moved(
      RuleCounters.Key key,
      Map<RuleCounters.Key, Long> first,
      Map<RuleCounters.Key, Long> before,
      Map<RuleCounters.Key, Long> after) {
    Optional<Long> one = Optional.ofNullable(first.get(key));
    Optional<Long> two = Optional.ofNullable(before.get(key));
    return compare(one, two, Optional.ofNullable(after.get(key))) == Counter.MOVED;
  }

  /** The first of those left, and all further ones that no rule in common decides about. */
  private static List<Probe> disjoint(Set<Probe> left) {
    List<Probe> round = new ArrayList<>();
    Set<RuleCounters.Key> used = new HashSet<>();
    for (Probe probe : left) {
      List<RuleCounters.Key> keys = keys(probe);
      if (keys.stream().noneMatch(used::contains)) {
        used.addAll(keys);
        round.add(probe);
      }
    }
    return round;
  }

  private static List<RuleCounters.Key> keys(Probe probe) {
    List<RuleCounters.Key> keys = new ArrayList<>();
    for (Mark mark : probe.deciders()) {
      keys.add(new RuleCounters.Key(mark, probe.family()));
    }
    return keys;
  }

  private static Optional<Long> sum(Probe probe, Map<RuleCounters.Key, Long> counts) {
    return keys(probe).stream()
        .flatMap(key -> Optional.ofNullable(counts.get(key)).stream())
        .reduce(Long::sum);
  }

  private static Counter compare(
      Optional<Long> first, Optional<Long> before, Optional<Long> after) {
    if (first.isEmpty() || before.isEmpty() || after.isEmpty()) {
      return Counter.UNKNOWN;
    }
    if (!first.equals(before)) {
      return Counter.BUSY;
    }
    return after.get() > before.get() ? Counter.MOVED : Counter.STILL;
  }
}
