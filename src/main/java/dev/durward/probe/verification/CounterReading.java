package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Vantage;
import dev.durward.probe.verification.Evidence.Counter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends probes and finds out what the counters of the rules that decide about them did. Probes that
 * the same rules decide about are looked at together: a counter that moves by as many packets as
 * were sent speaks of each of them, and one that stands still as well. Otherwise they are sent once
 * more, one packet each, and again in two parts, until it does. For use once.
 */
final class CounterReading {
  /** So many times probes are sent, so that a confused host takes seconds and not hours. */
  static final int ROUNDS = 64;

  /** To send so many once more takes longer than to look at the counters in any case. */
  private static final int MANY = 1_024;

  /** So many failures are looked into, one by one. */
  static final int FEW = 8;

  private final Vantage vantage;
  private final RuleCounters counters;
  private final List<Probe> probes;
  private Optional<CounterWatch> watch = Optional.empty();
  private List<Observation> seen = List.of();
  private final List<Reading> told;
  private final Deque<Part> parts = new ArrayDeque<>();

  CounterReading(Vantage vantage, RuleCounters counters, List<Probe> probes) {
    this.vantage = vantage;
    this.counters = counters;
    this.probes = probes;
    this.told = new ArrayList<>(Collections.nCopies(probes.size(), Reading.none(Counter.UNKNOWN)));
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

  /** Some of the probes that the same counters speak of. */
  private record Part(Set<RuleCounters.Key> keys, List<Integer> indices) {}

  /** Sends the probes; see {@link Vantage#observe}. */
  List<Observation> observe(Patience patience, Progress progress)
      throws IOException, InterruptedException {
    Optional<Map<RuleCounters.Key, Long>> first = readIfMany();
    Optional<Map<RuleCounters.Key, Long>> still = readIfMany();
    seen = vantage.observe(probes, patience, progress);
    if (!Thread.currentThread().isInterrupted()) {
      Optional<Map<RuleCounters.Key, Long>> after = readIfMany();
      if (first.isPresent() && still.isPresent() && after.isPresent()) {
        watch = Optional.of(new CounterWatch(first.get(), still.get(), after.get()));
      }
    }
    return seen;
  }

  /** If that fails, it will again when there is need for it, and be told then. */
  private Optional<Map<RuleCounters.Key, Long>> readIfMany() {
    try {
      return probes.size() < MANY ? Optional.empty() : Optional.of(counters.read());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What the counters did for each probe, in their order. If the calling thread is interrupted, it
   * is so still, and the rest are {@link Counter#INTERRUPTED}.
   *
   * @param unclear the places of the probes for which the counters of the rules that decide about
   *     them would tell more; of others they are {@link Counter#UNKNOWN}
   * @param shut the places of those which any other rule may have counted, so that each is sent
   *     alone; those beyond the first {@link #FEW} are left out
   * @throws IOException if the counters can't be read
   */
  List<Reading> told(List<Integer> unclear, List<Integer> shut) throws IOException {
    unclear.forEach(index -> told.set(index, Reading.none(Counter.NOT_READ)));
    split(unclear);
    try {
      for (int i = 0; i < ROUNDS && !parts.isEmpty(); i++) {
        List<Part> round = disjoint();
        Optional<CounterWatch> now =
            sendAgain(round.stream().flatMap(part -> part.indices().stream()).toList());
        now.ifPresent(known -> round.forEach(part -> conclude(part, known)));
      }
      for (int index : shut.subList(0, Math.min(FEW, shut.size()))) {
        sendAgain(List.of(index)).ifPresent(now -> told.set(index, alone(index, now)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      told.replaceAll(
          reading ->
              reading.counter() == Counter.NOT_READ ? Reading.none(Counter.INTERRUPTED) : reading);
    }
    return told;
  }

  /** Makes the parts, and concludes those that were the only ones for their counters. */
  private void split(List<Integer> wanted) {
    Map<Set<RuleCounters.Key>, List<Integer>> byKeys = new LinkedHashMap<>();
    wanted.forEach(
        i -> byKeys.computeIfAbsent(keys(probes.get(i)), keys -> new ArrayList<>()).add(i));
    Map<RuleCounters.Key, Integer> all = new HashMap<>();
    probes.forEach(probe -> keys(probe).forEach(key -> all.merge(key, 1, Integer::sum)));
    byKeys.forEach(
        (keys, indices) -> {
          boolean alone = keys.stream().allMatch(key -> all.getOrDefault(key, 0) == indices.size());
          long packets = indices.stream().mapToLong(i -> seen.get(i).attempts()).sum();
          Part part = new Part(keys, indices);
          if (alone && watch.isPresent() && hasMoved(part, watch.get(), packets)) {
            tell(part, Counter.MOVED, watch.get(), packets);
          } else {
            parts.add(part);
          }
        });
  }

  private static boolean hasMoved(Part part, CounterWatch known, long packets) {
    Optional<Counter> did = known.did(part.keys(), part.indices().size(), packets);
    return did.equals(Optional.of(Counter.MOVED));
  }

  /** Empty if the calling thread was interrupted meanwhile. */
  private Optional<CounterWatch> sendAgain(List<Integer> indices)
      throws IOException, InterruptedException {
    Map<RuleCounters.Key, Long> first = counters.read();
    Map<RuleCounters.Key, Long> still = counters.read();
    vantage.observe(indices.stream().map(probes::get).toList(), Patience.ONE_PACKET, Progress.NONE);
    CounterWatch now = new CounterWatch(first, still, counters.read());
    return Thread.currentThread().isInterrupted() ? Optional.empty() : Optional.of(now);
  }

  /** Of one that was sent alone, the counters of all rules speak. */
  private Reading alone(int index, CounterWatch now) {
    Probe probe = probes.get(index);
    Set<RuleCounters.Key> all = new HashSet<>(now.after().keySet());
    all.removeIf(key -> key.family() != probe.family());
    Counter counter = now.did(keys(probe), 1, 1).orElseThrow();
    return new Reading(counter, now.counted(all, 1, 1));
  }

  /** Takes the first of the parts, and all further ones that have no counter in common. */
  private List<Part> disjoint() {
    List<Part> round = new ArrayList<>();
    Set<RuleCounters.Key> used = new HashSet<>();
    for (Iterator<Part> left = parts.iterator(); left.hasNext(); ) {
      Part part = left.next();
      if (Collections.disjoint(used, part.keys())) {
        used.addAll(part.keys());
        round.add(part);
        left.remove();
      }
    }
    return round;
  }

  private void conclude(Part part, CounterWatch now) {
    List<Integer> indices = part.indices();
    int size = indices.size();
    Optional<Counter> did = now.did(part.keys(), size, size);
    if (did.isPresent()) {
      tell(part, did.get(), now, size);
    } else {
      parts.add(new Part(part.keys(), indices.subList(0, size / 2)));
      parts.add(new Part(part.keys(), indices.subList(size / 2, size)));
    }
  }

  private void tell(Part part, Counter counter, CounterWatch known, long packets) {
    int size = part.indices().size();
    Reading reading = new Reading(counter, known.counted(part.keys(), size, packets));
    part.indices().forEach(index -> told.set(index, reading));
  }

  private static Set<RuleCounters.Key> keys(Probe probe) {
    Set<RuleCounters.Key> keys = new HashSet<>();
    for (Mark mark : probe.deciders()) {
      keys.add(new RuleCounters.Key(mark, probe.family()));
    }
    return keys;
  }
}
