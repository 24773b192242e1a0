package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.Listening;
import java.util.Set;

/**
 * What is known beside what a probe saw.
 *
 * @param listening whether a socket waits at the target
 * @param answers whether it is one of the verification's own, which answers whatever reaches it
 * @param paced whether it was sent so slowly that an ICMP answer can't have been held back
 * @param counter whether the probe was seen by the rule that decides about it
 * @param counted which of Durward's rules saw it, where that was measured
 */
record Evidence(
    Listening listening, boolean answers, boolean paced, Counter counter, Set<Mark> counted) {
  Evidence {
    counted = Set.copyOf(counted);
  }

  /** Where no counter was asked. */
  Evidence(Listening listening, boolean answers, boolean paced, Counter counter) {
    this(listening, answers, paced, counter, Set.of());
  }

  /** Where no listener is the verification's own. */
  Evidence(Listening listening, boolean paced, Counter counter) {
    this(listening, false, paced, counter);
  }

  /** Whether one surely does. */
  boolean listens() {
    return listening.isSure();
  }

  /** The same, and what the counters told. */
  Evidence with(CounterReading.Reading told) {
    return new Evidence(listening, answers, paced, told.counter(), told.counted());
  }

  /** What the counter of the deciding rule did while one probe alone was sent. */
  enum Counter {
    /** It moved, and had stood still before. */
    MOVED,
    /** It stood still: something else spoke first. */
    STILL,
    /** It moves all the time: nobody can tell what the probe did. */
    BUSY,
    /** There were too many such probes to look at each alone. */
    NOT_READ,
    /** The verification was interrupted before. */
    INTERRUPTED,
    /** The host has none. */
    UNKNOWN
  }
}
