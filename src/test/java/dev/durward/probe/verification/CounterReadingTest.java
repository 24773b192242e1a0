package dev.durward.probe.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import dev.durward.probe.Vantage;
import dev.durward.probe.verification.Evidence.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterReadingTest {
  private static final Mark RULE = Mark.of("web", "all");
  private static final Mark OTHER = Mark.of("web", "other");
  private static final IpAddress HERE = IpAddress.parse("192.0.2.5").orElseThrow();
  private static final IpAddress THERE = IpAddress.parse("198.18.83.9").orElseThrow();

  /** A host on which nothing listens, and whose rules don't see some of the ports. */
  private static final class FakeHost implements Vantage {
    private final Map<RuleCounters.Key, Long> counts = new HashMap<>();
    private final Set<Integer> unseen;
    private int sendings;
    private long others;

    FakeHost(Set<Integer> unseen, Mark... marks) {
      this.unseen = unseen;
      for (Mark mark : marks) {
        counts.put(new RuleCounters.Key(mark, Family.IPV4), 7L);
      }
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String standpoint() {
      return "nowhere";
    }

    @Override
    public List<Observation> observe(List<Probe> probes, Patience patience, Progress progress) {
      sendings++;
      for (Probe probe : probes) {
        if (!unseen.contains(probe.target().port())) {
          Mark decider = probe.deciders().iterator().next();
          counts.merge(new RuleCounters.Key(decider, Family.IPV4), 1L, Long::sum);
        }
      }
      Observation refused = new Observation(Outcome.REFUSED, "RST", Duration.ZERO, 1);
      return Collections.nCopies(probes.size(), refused);
    }

    Map<RuleCounters.Key, Long> read() {
      counts.replaceAll((key, count) -> count + others);
      return Map.copyOf(counts);
    }

    @Override
    public <T> T along(Probe probe, Function<Dialler, T> talk) {
      throw new UnsupportedOperationException();
    }
  }

  private static Probe probe(Mark decider, int port) {
    return new Probe(
        decider,
        Set.of(decider),
        Expected.OPEN,
        Transport.TCP,
        new Endpoint(HERE, port),
        new Endpoint(THERE, 0),
        Optional.empty(),
        false);
  }

  private static List<Probe> probes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(port -> probe(RULE, port)).toList();
  }

  private static List<Counter> read(FakeHost host, List<Probe> probes)
      throws IOException, InterruptedException {
    CounterReading reading = new CounterReading(host, host::read, probes);
    reading.observe(Patience.USUAL, Progress.NONE);
    List<Integer> all = IntStream.range(0, probes.size()).boxed().toList();
    return reading.told(all, List.of()).stream().map(CounterReading.Reading::counter).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64, 1_000, 32_767})
  void takesAtMostOneMoreSendingWhereTheRuleSawAll(int count) throws Exception {
    FakeHost host = new FakeHost(Set.of(), RULE);
    assertEquals(Collections.nCopies(count, Counter.MOVED), read(host, probes(count)));
    assertTrue(host.sendings <= 2, host.sendings + " sendings");
  }

  /** The counter says of each by itself what it did: never of one what it did for another. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverTakesAProbeForSeenThatTheRuleDidNotSee(long seed) throws Exception {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(5_000);
    Set<Integer> unseen = Set.of(1 + random.nextInt(2_000), 2_001 + random.nextInt(3_000));
    List<Counter> told = read(new FakeHost(unseen, RULE), probes(count));
    for (int port = 1; port <= count; port++) {
      Counter right = unseen.contains(port) ? Counter.STILL : Counter.MOVED;
      assertEquals(right, told.get(port - 1), "port " + port + " of " + count);
    }
  }

  @Test
  void leavesUntoldWhatTakesTooManySendings() throws Exception {
    Set<Integer> odd = Set.copyOf(IntStream.range(0, 2_500).mapToObj(i -> 2 * i + 1).toList());
    FakeHost host = new FakeHost(odd, RULE);
    List<Counter> told = read(host, probes(5_000));
    assertEquals(1 + CounterReading.ROUNDS, host.sendings);
    assertTrue(told.contains(Counter.NOT_READ));
    for (int port = 1; port <= 5_000; port++) {
      Counter wrong = odd.contains(port) ? Counter.MOVED : Counter.STILL;
      assertTrue(told.get(port - 1) != wrong, "port " + port);
    }
  }

  @Test
  void believesNoCounterThatMovesByItself() throws Exception {
    FakeHost host = new FakeHost(Set.of(), RULE);
    host.others = 3;
    assertEquals(Collections.nCopies(2_000, Counter.BUSY), read(host, probes(2_000)));
  }

  @Test
  void looksAtDifferentRulesAtOnce() throws Exception {
    List<Probe> probes = new ArrayList<>(probes(10));
    IntStream.rangeClosed(11, 20).forEach(port -> probes.add(probe(OTHER, port)));
    FakeHost host = new FakeHost(Set.of(), RULE, OTHER);
    assertEquals(Collections.nCopies(20, Counter.MOVED), read(host, probes));
    assertEquals(2, host.sendings);
  }

  @Test
  void saysWhenItWasInterrupted() throws Exception {
    FakeHost host = new FakeHost(Set.of(), RULE);
    Thread.currentThread().interrupt();
    List<Counter> told = read(host, probes(3));
    assertTrue(Thread.interrupted());
    assertEquals(Collections.nCopies(3, Counter.INTERRUPTED), told);
  }
}
