package dev.durward.probe.verification;

import dev.durward.probe.Expected;
import dev.durward.probe.Listening;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Evidence.Counter;
import java.util.stream.Collectors;

/** Holds what was seen against what was expected. Pure. */
final class Judge {
  private Judge() {}

  /** Whether the deciding rule's counter would tell what the observation alone does not. */
  static boolean wantsCounter(Probe probe, Observation seen, Evidence evidence) {
    Outcome outcome = seen.outcome();
    return switch (probe.expected()) {
      case OPEN ->
          outcome == Outcome.NO_ANSWER || (outcome == Outcome.REFUSED && !evidence.listens());
      case REFUSED -> outcome == Outcome.REFUSED && !evidence.listens();
      case SHUT -> outcome == Outcome.NO_ANSWER;
      case CLOSED -> false;
    };
  }

  /** Whether the name of the rule that counted the probe would tell why it failed. */
  static boolean wantsName(Probe probe, Observation seen) {
    Outcome outcome = seen.outcome();
    return probe.expected() == Expected.OPEN
        && (outcome == Outcome.FILTERED || outcome == Outcome.REJECTED);
  }

  static Judgement judge(Probe probe, Observation seen, Evidence evidence) {
    return switch (seen.outcome()) {
      case UNTESTED -> Judgement.untested(seen.reason());
      case LISTENING -> Judgement.untested(listener(seen, evidence) + "; the firewall is untested");
      case NO_LISTENER -> Judgement.untested(seen.reason() + "; the firewall is untested");
      default ->
          switch (probe.expected()) {
            case OPEN -> open(probe, seen, evidence);
            case SHUT -> shut(seen, evidence);
            case REFUSED -> refused(seen, evidence);
            case CLOSED -> closed(seen, evidence);
          };
    };
  }

  private static String listener(Observation seen, Evidence evidence) {
    return evidence.answers() ? "only a listener of this run waits there" : seen.reason();
  }

  private static Judgement open(Probe probe, Observation seen, Evidence evidence) {
    return switch (seen.outcome()) {
      case OPEN -> Judgement.pass("open");
      case ANSWERED -> Judgement.pass("answered");
      case REFUSED -> unserved(evidence, "refused", "reachable, nothing listens");
      case NO_ANSWER -> unserved(evidence, "no answer", "it reached the rule; nobody answered");
      case FILTERED ->
          probe.limited()
              ? Judgement.untested("no answer; the rule's limit may be used up")
              : shut("meant to be open, but no answer came", probe, evidence);
      default -> shut("meant to be open, but it was rejected", probe, evidence);
    };
  }

  /** An allowed port is shut: by another rule of Durward's, if one of those counted the probe. */
  private static Judgement shut(String what, Probe probe, Evidence evidence) {
    String others =
        evidence.counted().stream()
            .filter(mark -> !probe.deciders().contains(mark))
            .map(mark -> mark.policy() + "/" + mark.rule())
            .sorted()
            .collect(Collectors.joining(", "));
    return Judgement.fail(
        (others.isEmpty() ? what : what + ": the probe met " + others) + served(evidence));
  }

  /** No service answered, but the rule may well have let the probe pass. */
  private static Judgement unserved(Evidence evidence, String seen, String reached) {
    if (evidence.listens() && seen.equals("refused")) {
      return Judgement.fail(evidence.listening().who() + " listens there, and yet it was refused");
    }
    if (evidence.listening().state() == Listening.State.UNKNOWN) {
      return Judgement.untested(
          seen.equals("refused")
              ? "refused: nobody listens there, or a rule refuses"
              : "no answer: nobody answers there, or a rule drops it");
    }
    return switch (evidence.counter()) {
      case MOVED -> Judgement.pass(reached);
      case STILL -> Judgement.untested(seen + ", and the rule did not count the probe");
      case BUSY -> Judgement.untested(seen + ", and the rule counts others' packets too");
      case NOT_READ -> Judgement.untested(seen + ", as were too many to look into each");
      case INTERRUPTED -> Judgement.untested(seen + "; interrupted before more could be told");
      case UNKNOWN -> Judgement.untested(seen + ": by the host or by a rule? Try it with --listen");
    };
  }

  /** Who would have answered, if that is known. */
  private static String served(Evidence evidence) {
    return evidence.listens() && !evidence.answers()
        ? "; " + evidence.listening().who() + " listens there"
        : "";
  }

  /** Silence of UDP is no proof: a service may be silent, and an ICMP answer held back. */
  private static Judgement shut(Observation seen, Evidence evidence) {
    return switch (seen.outcome()) {
      case FILTERED -> Judgement.pass("no answer");
      case NO_ANSWER ->
          evidence.counter() == Counter.MOVED
              ? Judgement.pass("no answer, and the rule counted the probe")
              : Judgement.untested(
                  "no answer: held back by a rule, or is the service silent? No counter tells");
      default ->
          Judgement.fail(
              "meant to be shut without an answer, but it was " + was(seen) + served(evidence));
    };
  }

  /**
   * What refuses where something listens is a rule; where nothing does it may as well be the host,
   * and the way is free. Silence of UDP proves something only where an answer would have come.
   */
  private static Judgement closed(Observation seen, Evidence evidence) {
    return switch (seen.outcome()) {
      case FILTERED -> Judgement.pass("no answer");
      case REJECTED -> Judgement.pass("rejected");
      case REFUSED ->
          evidence.listens()
              ? Judgement.pass("refused by a rule, since something listens there")
              : Judgement.untested("refused: by a rule, or because nothing listens?");
      case NO_ANSWER ->
          evidence.answers()
              ? Judgement.pass("no answer from a listener that would answer")
              : Judgement.untested(
                  evidence.listens()
                      ? "no answer: held back by a rule, or is the service silent?"
                      : "no answer, and nothing listened there that would answer");
      default -> Judgement.fail("not allowed by any rule, and yet it was " + was(seen));
    };
  }

  private static Judgement refused(Observation seen, Evidence evidence) {
    return switch (seen.outcome()) {
      case REJECTED -> Judgement.pass("rejected");
      case REFUSED ->
          evidence.listens() || evidence.counter() == Counter.MOVED
              ? Judgement.pass("refused")
              : evidence.listening().state() == Listening.State.UNKNOWN
                  ? Judgement.untested("refused: by a rule, or because nobody listens there")
                  : Judgement.untested(
                      "refused: by the rule, or because nothing listens? Try it with --listen");
      case FILTERED, NO_ANSWER ->
          evidence.paced()
              ? Judgement.fail("meant to be refused, but no answer came")
              : Judgement.untested("no answer; the kernel holds back all but a few ICMP answers");
      default -> Judgement.fail("meant to be refused, but it was " + was(seen));
    };
  }

  private static String was(Observation seen) {
    return seen.outcome().word();
  }
}
