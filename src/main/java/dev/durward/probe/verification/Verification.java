package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.Expected;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.Listening;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Vantage;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.socket.TemporaryListeners;
import dev.durward.probe.verification.Evidence.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
  private final Forecast forecast;
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
      Vantage vantage,
      RuleCounters counters,
      ListenerSource listeners,
      Forecast forecast,
      Options options) {
    this.vantage = vantage;
    this.counters = counters;
    this.listeners = listeners;
    this.forecast = forecast;
    this.options = options;
  }

  /**
   * Does it.
   *
   * @throws IOException if the listeners can't be read, or no probe can be sent at all
   * @return what was found. If the calling thread is interrupted, that is what was found until
   *     then, as incomplete, and the thread is interrupted still
   * @throws InterruptedException if it was interrupted and nothing was found yet; nothing is left
   *     behind
   */
  public VerificationReport run(Derivation derivation) throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> notes = new ArrayList<>();
    List<Probe> probes = derivation.probes();
    List<Probe> heard = probes.stream().filter(this::isToBeHeard).toList();
    Sight sight;
    try (TemporaryListeners own = TemporaryListeners.open(heard, listeners.read())) {
      notes.addAll(own.failures());
      sight = look(probes, own, notes);
    }
    notes.addAll(derivation.notes());
    List<Result> results = new ArrayList<>(sight.results());
    derivation.untested().forEach(each -> results.add(Result.of(each)));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    return new VerificationReport(
        vantage.name(), vantage.standpoint(), results, List.of(), notes, elapsed, sight.complete());
  }

  /** Without a listener next to an allowed port nobody could tell a free way from a reject. */
  private boolean isToBeHeard(Probe probe) {
    return switch (probe.expected()) {
      case OPEN, REFUSED -> options.listen();
      case CLOSED -> true;
      case SHUT -> false;
    };
  }

  private Sight look(List<Probe> probes, TemporaryListeners own, List<String> notes)
      throws IOException, InterruptedException {
    List<Prediction> predicted = predict(probes, notes);
    CounterReading reading = new CounterReading(vantage, counters, probes);
    List<Observation> seen =
        new ArrayList<>(reading.observe(options.patience(), options.progress()));
    Set<Integer> paced = repeatUnanswered(probes, seen);
    List<Evidence> evidence = evidence(probes, own, paced);
    readCounters(reading, probes, seen, evidence, notes);
    boolean complete = !Thread.currentThread().isInterrupted();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Judgement judgement = Judge.judge(probes.get(i), seen.get(i), evidence.get(i));
      Set<Mark> counted = evidence.get(i).counted();
      Result result = Result.of(probes.get(i), seen.get(i), judgement, counted);
      results.add(result.predicted(predicted.get(i)));
    }
    return new Sight(results, complete);
  }

  /** What the rules say before a packet is sent. */
  private List<Prediction> predict(List<Probe> probes, List<String> notes)
      throws IOException, InterruptedException {
    try {
      return forecast.read().of(probes);
    } catch (IOException e) {
      notes.add("nothing is predicted, since the rules could not be read: " + e.getMessage());
      return Forecast.NONE.read().of(probes);
    }
  }

  private List<Evidence> evidence(List<Probe> probes, TemporaryListeners own, Set<Integer> paced)
      throws IOException {
    ListenerTable table = listeners.read();
    List<Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Probe probe = probes.get(i);
      boolean isOwn = own.waitFor(probe);
      Listening listening = isOwn ? Listening.OWN : table.at(probe.transport(), probe.target());
      evidence.add(new Evidence(listening, isOwn, paced.contains(i), Counter.UNKNOWN));
    }
    return evidence;
  }

  /**
   * The kernel holds back ICMP answers when it has to send many: probes of reject rules that saw
   * none are sent again, a few at a time. An interrupted thread sends none, and is so still.
   *
   * @return those that were
   */
  private Set<Integer> repeatUnanswered(List<Probe> probes, List<Observation> seen)
      throws IOException {
    List<Integer> unanswered = new ArrayList<>();
    for (int i = 0; i < probes.size() && unanswered.size() < BURST * BURSTS; i++) {
      if (probes.get(i).expected() == Expected.REFUSED && seen.get(i).outcome().isSilence()) {
        unanswered.add(i);
      }
    }
    Set<Integer> paced = new HashSet<>();
    try {
      for (int from = 0; from < unanswered.size(); from += BURST) {
        Thread.sleep(PAUSE.toMillis());
        List<Integer> burst = unanswered.subList(from, Math.min(from + BURST, unanswered.size()));
        List<Probe> again = burst.stream().map(probes::get).toList();
        List<Observation> now = vantage.observe(again, options.patience(), Progress.NONE);
        for (int i = 0; i < burst.size(); i++) {
          seen.set(burst.get(i), now.get(i));
        }
        paced.addAll(burst);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return paced;
  }

  /** Adds what the counters say where that would tell more. */
  private void readCounters(
      CounterReading reading,
      List<Probe> probes,
      List<Observation> seen,
      List<Evidence> evidence,
      List<String> notes) {
    if (counters == RuleCounters.NONE) {
      return;
    }
    List<Integer> unclear = new ArrayList<>();
    List<Integer> shut = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      if (Judge.wantsCounter(probes.get(i), seen.get(i), evidence.get(i))) {
        unclear.add(i);
      } else if (Judge.wantsName(probes.get(i), seen.get(i))) {
        shut.add(i);
      }
    }
    try {
      List<CounterReading.Reading> told = reading.told(unclear, shut);
      for (int i = 0; i < probes.size(); i++) {
        evidence.set(i, evidence.get(i).with(told.get(i)));
      }
    } catch (IOException e) {
      notes.add("the rules' counters could not be read: " + e.getMessage());
    }
  }
}
