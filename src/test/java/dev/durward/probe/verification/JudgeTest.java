package dev.durward.probe.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Listening;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Evidence.Counter;
import dev.durward.probe.verification.Judgement.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  private static final Mark RULE = Mark.of("web", "https");

  private static Probe probe(Expected expected, boolean limited) {
    return new Probe(
        RULE,
        Set.of(RULE),
        expected,
        Transport.TCP,
        new Endpoint(IpAddress.parse("192.0.2.5").orElseThrow(), 443),
        new Endpoint(IpAddress.parse("198.18.83.9").orElseThrow(), 0),
        Optional.empty(),
        limited);
  }

  private static Listening listening(boolean listens) {
    return listens
        ? new Listening(Listening.State.SOMEBODY, () -> Optional.of("nginx (pid 812)"))
        : Listening.NOBODY;
  }

  @ParameterizedTest
  @CsvSource({
    // expected, seen, listens, paced, counter, verdict
    "OPEN, OPEN, false, false, UNKNOWN, PASS",
    "OPEN, ANSWERED, false, false, UNKNOWN, PASS",
    "OPEN, REFUSED, false, false, MOVED, PASS",
    "OPEN, REFUSED, false, false, STILL, UNTESTED",
    "OPEN, REFUSED, false, false, BUSY, UNTESTED",
    "OPEN, REFUSED, false, false, NOT_READ, UNTESTED",
    "OPEN, REFUSED, false, false, UNKNOWN, UNTESTED",
    "OPEN, REFUSED, true, false, MOVED, FAIL",
    "OPEN, NO_ANSWER, false, false, MOVED, PASS",
    "OPEN, NO_ANSWER, true, false, UNKNOWN, UNTESTED",
    "OPEN, FILTERED, false, false, MOVED, FAIL",
    "OPEN, REJECTED, false, false, MOVED, FAIL",
    "OPEN, LISTENING, true, false, UNKNOWN, UNTESTED",
    "OPEN, UNTESTED, true, false, MOVED, UNTESTED",
    "SHUT, FILTERED, true, false, UNKNOWN, PASS",
    "SHUT, NO_ANSWER, false, false, MOVED, PASS",
    "SHUT, NO_ANSWER, false, false, UNKNOWN, UNTESTED",
    "SHUT, NO_ANSWER, true, false, STILL, UNTESTED",
    "SHUT, OPEN, true, false, UNKNOWN, FAIL",
    "SHUT, REFUSED, false, false, MOVED, FAIL",
    "SHUT, REJECTED, false, false, MOVED, FAIL",
    "SHUT, ANSWERED, true, false, UNKNOWN, FAIL",
    "SHUT, NO_LISTENER, false, false, UNKNOWN, UNTESTED",
    "SHUT, UNTESTED, false, false, UNKNOWN, UNTESTED",
    "REFUSED, REJECTED, false, false, UNKNOWN, PASS",
    "REFUSED, REFUSED, true, false, UNKNOWN, PASS",
    "REFUSED, REFUSED, false, false, MOVED, PASS",
    "REFUSED, REFUSED, false, false, STILL, UNTESTED",
    "REFUSED, FILTERED, false, false, UNKNOWN, UNTESTED",
    "REFUSED, FILTERED, false, true, UNKNOWN, FAIL",
    "REFUSED, OPEN, true, true, MOVED, FAIL",
    "CLOSED, FILTERED, false, false, UNKNOWN, PASS",
    "CLOSED, REJECTED, false, false, UNKNOWN, PASS",
    "CLOSED, REFUSED, true, false, UNKNOWN, PASS",
    "CLOSED, REFUSED, false, false, UNKNOWN, UNTESTED",
    "CLOSED, NO_ANSWER, true, false, UNKNOWN, UNTESTED",
    "CLOSED, NO_ANSWER, false, false, UNKNOWN, UNTESTED",
    "CLOSED, OPEN, true, false, UNKNOWN, FAIL",
    "CLOSED, ANSWERED, true, false, UNKNOWN, FAIL",
    "CLOSED, LISTENING, true, false, UNKNOWN, UNTESTED",
    "CLOSED, NO_LISTENER, false, false, UNKNOWN, UNTESTED",
    "CLOSED, UNTESTED, false, false, UNKNOWN, UNTESTED",
  })
  void judges(
      Expected expected,
      Outcome outcome,
      boolean listens,
      boolean paced,
      Counter counter,
      Verdict verdict) {
    Observation seen = new Observation(outcome, "seen", Duration.ofMillis(1), 1);
    Evidence evidence = new Evidence(listening(listens), paced, counter);
    Judgement judgement = Judge.judge(probe(expected, false), seen, evidence);
    assertEquals(verdict, judgement.verdict(), judgement::reason);
  }

  @ParameterizedTest
  @CsvSource({"NO_ANSWER, PASS", "REFUSED, PASS", "ANSWERED, FAIL", "LISTENING, UNTESTED"})
  void believesTheSilenceOfItsOwnListenerAlone(Outcome outcome, Verdict verdict) {
    Observation seen = new Observation(outcome, "seen", Duration.ofMillis(1), 1);
    Evidence own = new Evidence(Listening.OWN, true, false, Counter.UNKNOWN);
    assertEquals(verdict, Judge.judge(probe(Expected.CLOSED, false), seen, own).verdict());
  }

  @ParameterizedTest
  @CsvSource({"FILTERED, UNTESTED", "OPEN, PASS", "REJECTED, FAIL"})
  void doesNotBlameALimitedRuleForSilence(Outcome outcome, Verdict verdict) {
    Observation seen = new Observation(outcome, "seen", Duration.ofMillis(1), 1);
    Evidence evidence = new Evidence(Listening.NOBODY, false, Counter.UNKNOWN);
    assertEquals(verdict, Judge.judge(probe(Expected.OPEN, true), seen, evidence).verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "FILTERED, false, 'meant to be open, but no answer came'",
    "FILTERED, true, 'meant to be open, but no answer came: the probe met base/all'",
    "REJECTED, true, 'meant to be open, but it was rejected: the probe met base/all'",
  })
  void namesTheOtherRuleThatCountedTheProbe(Outcome outcome, boolean other, String reason) {
    Observation seen = new Observation(outcome, "seen", Duration.ofMillis(1), 1);
    Set<Mark> counted = other ? Set.of(RULE, Mark.of("base", "all")) : Set.of(RULE);
    Evidence evidence = new Evidence(Listening.NOBODY, false, false, Counter.MOVED, counted);
    assertEquals(reason, Judge.judge(probe(Expected.OPEN, false), seen, evidence).reason());
  }

  /** Who listens is looked up where it is said, and nowhere else. */
  @ParameterizedTest
  @CsvSource({
    "OPEN, REFUSED, 'nginx (pid 812) listens there, and yet it was refused'",
    "OPEN, FILTERED, 'meant to be open, but no answer came; nginx (pid 812) listens there'",
    "OPEN, REJECTED, 'meant to be open, but it was rejected; nginx (pid 812) listens there'",
    "SHUT, OPEN, 'meant to be shut without an answer, but it was open; nginx (pid 812) listens"
        + " there'",
    "OPEN, OPEN, ''",
    "SHUT, FILTERED, ''",
  })
  void namesWhoListensWhereThatHelps(Expected expected, Outcome outcome, String reason) {
    List<String> asked = new ArrayList<>();
    Listening nginx =
        new Listening(
            Listening.State.SOMEBODY,
            () -> {
              asked.add("owner");
              return Optional.of("nginx (pid 812)");
            });
    Observation seen = new Observation(outcome, "seen", Duration.ofMillis(1), 1);
    Evidence evidence = new Evidence(nginx, false, Counter.UNKNOWN);
    String said = Judge.judge(probe(expected, false), seen, evidence).reason();
    assertEquals(reason.isEmpty() ? List.of() : List.of("owner"), asked);
    assertEquals(reason.isEmpty() ? said : reason, said);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, REFUSED, 'refused: nobody listens there, or a rule refuses'",
    "OPEN, NO_ANSWER, 'no answer: nobody answers there, or a rule drops it'",
    "REFUSED, REFUSED, 'refused: by a rule, or because nobody listens there'",
  })
  void doesNotKnowWhoListensOnAnotherHost(Expected expected, Outcome outcome, String reason) {
    Observation seen = new Observation(outcome, "seen", Duration.ofMillis(1), 1);
    Evidence evidence = new Evidence(Listening.UNKNOWN, false, Counter.UNKNOWN);
    assertEquals(Judgement.untested(reason), Judge.judge(probe(expected, false), seen, evidence));
  }
}
