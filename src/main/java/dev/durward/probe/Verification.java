package dev.durward.probe;

import dev.durward.probe.CounterReading.Reading;
import dev.durward.probe.Evidence.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends the probes of a derivation and judges what they saw. Runs in, and looks at, the network
 * namespace of the calling thread, the host's.
 */
public final class Verification {
  /**
   * After a pause an ICMP answer to each of so few probes is sent (a token a second, up to six).
   */
  private static final int BURST = 3;

  private static final int BURSTS = 4;
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private final Vantage vantage;
  private final RuleCounters counters;
  private final ListenerSource listeners;
  private final Options options;

  /**
   * What may be chosen.
   *
   * @param patience how long to wait for answers
   * @param listen whether to listen, for the time of the verification, where nothing does; next to
   *     allowed ports that is done in any case
   * @param progress who is told how far it is
   */
  public record Options(Patience patience, boolean listen, Progress progress) {
    /** What is right where nothing was chosen. */
    public static final Options USUAL = new Options(Patience.USUAL, false, Progress.NONE);
  }

  public Verification(
      Vantage vantage, RuleCounters counters, ListenerSource listeners, Options options) {
    this.vantage = vantage;
    this.counters = counters;
    this.listeners = listeners;
    this.options = options;
  }

  /**
   * Does it.
   *
   * @throws IOException if the listeners can't be read, or no probe can be sent at all
   * @throws InterruptedException if the calling thread was interrupted; nothing is left behind
   */
  public VerificationReport run(Derivation derivation) throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> notes = new ArrayList<>();
    List<Probe> probes = derivation.probes();
    List<Result> results = new ArrayList<>();
    List<Probe> heard = probes.stream().filter(this::isToBeHeard).toList();
    try (TemporaryListeners own = TemporaryListeners.open(heard, listeners.read())) {
      notes.addAll(own.failures());
      results.addAll(run(probes, own, notes));
    }
    notes.addAll(derivation.notes());
    derivation.untested().forEach(each -> results.add(Result.of(each)));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    return new VerificationReport(vantage.name(), vantage.standpoint(), results, notes, elapsed);
  }

  /** Without a listener next to an allowed port nobody could tell a free way from a reject. */
  private boolean isToBeHeard(Probe probe) {
    return switch (probe.expected()) {
      case OPEN, REFUSED -> options.listen();
      case CLOSED -> true;
      case SHUT -> false;
    };
  }

  private List<Result> run(List<Probe> probes, TemporaryListeners own, List<String> notes)
      throws IOException, InterruptedException {
    List<Observation> seen =
        new ArrayList<>(vantage.observe(probes, options.patience(), options.progress()));
    Set<Integer> paced = repeatUnanswered(probes, seen);
    ListenerTable table = listeners.read();
    List<Evidence> evidence = new ArrayList<>();
    List<Probe> unclear = new ArrayList<>();
    List<Probe> shut = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Probe probe = probes.get(i);
      boolean isOwn = own.waitFor(probe);
      Listening listening = isOwn ? Listening.OWN : table.at(probe.transport(), probe.target());
      evidence.add(new Evidence(listening, isOwn, paced.contains(i), Counter.UNKNOWN));
      if (Judge.wantsCounter(probe, seen.get(i), evidence.get(i))) {
        unclear.add(probe);
      } else if (Judge.wantsName(probe, seen.get(i))) {
        shut.add(probe);
      }
    }
    Map<Probe, Reading> told = readCounters(unclear, shut, notes);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Probe probe = probes.get(i);
      Evidence known = evidence.get(i);
      if (told.containsKey(probe)) {
        known = known.with(told.get(probe));
      }
      Judgement judgement = Judge.judge(probe, seen.get(i), known);
      results.add(Result.of(probe, seen.get(i), judgement, known.counted()));
    }
    return results;
  }

  /**
   * The kernel holds back ICMP answers when it has to send many: probes of reject rules that saw
   * none are sent again, a few at a time.
   *
   * @return those that were
   */
  private Set<Integer> repeatUnanswered(List<Probe> probes, List<Observation> seen)
      throws IOException, InterruptedException {
    List<Integer> unanswered = new ArrayList<>();
    for (int i = 0; i < probes.size() && unanswered.size() < BURST * BURSTS; i++) {
      if (probes.get(i).expected() == Expected.REFUSED && seen.get(i).outcome().isSilence()) {
        unanswered.add(i);
      }
    }
    for (int from = 0; from < unanswered.size(); from += BURST) {
      Thread.sleep(PAUSE.toMillis());
      List<Integer> burst = unanswered.subList(from, Math.min(from + BURST, unanswered.size()));
      List<Probe> again = burst.stream().map(probes::get).toList();
      List<Observation> now = vantage.observe(again, options.patience(), Progress.NONE);
      for (int i = 0; i < burst.size(); i++) {
        seen.set(burst.get(i), now.get(i));
      }
    }
    return new HashSet<>(unanswered);
  }

  /**
   * @param unclear those of which the counter of the deciding rule would tell more
   * @param shut those of which another rule's might
   */
  private Map<Probe, Reading> readCounters(
      List<Probe> unclear, List<Probe> shut, List<String> notes) throws InterruptedException {
    if (counters == RuleCounters.NONE) {
      return Map.of();
    }
    try {
      CounterReading reading = new CounterReading(vantage, counters);
      Map<Probe, Reading> told = new HashMap<>(reading.of(unclear));
      unclear.forEach(probe -> told.putIfAbsent(probe, Reading.none(Counter.NOT_READ)));
      told.putAll(reading.ofEach(shut));
      return told;
    } catch (IOException e) {
      notes.add("the rules' counters could not be read: " + e.getMessage());
      return Map.of();
    }
  }
}
