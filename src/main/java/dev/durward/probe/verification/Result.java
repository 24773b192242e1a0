package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.Observation;
import dev.durward.probe.Probe;
import dev.durward.probe.Untested;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a probe, or of a part of a rule that has none. What is predicted, what was seen and
 * what that means stand apart.
 *
 * @param rule the rule
 * @param subject what of it
 * @param probe the probe, with what it should have found; empty if there is none
 * @param aspect what of the service behind the port; empty if it is about the port itself
 * @param observation what it saw
 * @param judgement what that means
 * @param counted which of Durward's rules counted the probe, where that was measured
 * @param predicted what the host's rules say of the probe
 */
public record Result(
    Mark rule,
    String subject,
    Optional<Probe> probe,
    Optional<Aspect> aspect,
    Observation observation,
    Judgement judgement,
    Set<Mark> counted,
    Prediction predicted) {
  public Result {
    counted = Set.copyOf(counted);
  }

  /** One that is about no service, about which no counter was asked, and nothing predicted. */
  public Result(
      Mark rule,
      String subject,
      Optional<Probe> probe,
      Observation observation,
      Judgement judgement) {
    this(
        rule,
        subject,
        probe,
        Optional.empty(),
        observation,
        judgement,
        Set.of(),
        Prediction.UNKNOWN);
  }

  /** What came of looking at a service. */
  public static Result of(Mark rule, Aspect aspect, Observation observation, Judgement judgement) {
    Optional<Aspect> about = Optional.of(aspect);
    return new Result(
        rule,
        aspect.toString(),
        Optional.empty(),
        about,
        observation,
        judgement,
        Set.of(),
        Prediction.UNKNOWN);
  }

  static Result of(Probe probe, Observation observation, Judgement judgement, Set<Mark> counted) {
    Optional<Probe> sent = Optional.of(probe);
    return new Result(
        probe.rule(),
        probe.toString(),
        sent,
        Optional.empty(),
        observation,
        judgement,
        counted,
        Prediction.UNKNOWN);
  }

  /** The same, of which that is predicted. */
  public Result predicted(Prediction prediction) {
    return prediction == predicted
        ? this
        : new Result(rule, subject, probe, aspect, observation, judgement, counted, prediction);
  }

  /** Whether what was seen can't be so if the host does what its rules say. */
  public boolean isContradicted() {
    return predicted.isContradictedBy(observation.outcome());
  }

  /** The same, judged otherwise. */
  Result judged(Judgement otherwise) {
    return new Result(rule, subject, probe, aspect, observation, otherwise, counted, predicted);
  }

  /** That nobody knows. */
  public static Result of(Untested untested) {
    return new Result(
        untested.rule(),
        untested.subject(),
        Optional.empty(),
        Observation.untested(untested.reason()),
        Judgement.untested(untested.reason()));
  }
}
