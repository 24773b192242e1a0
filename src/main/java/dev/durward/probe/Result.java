package dev.durward.probe;

import dev.durward.plan.Mark;
import java.util.Optional;

/**
 * What came of a probe, or of a part of a rule that has none. What is predicted, what was seen and
 * what that means stand apart.
 *
 * @param rule the rule
 * @param subject what of it
 * @param probe the probe, with what it should have found; empty if there is none
 * @param observation what it saw
 * @param judgement what that means
 */
public record Result(
    Mark rule,
    String subject,
    Optional<Probe> probe,
    Observation observation,
    Judgement judgement) {

  static Result of(Probe probe, Observation observation, Judgement judgement) {
    return new Result(probe.rule(), probe.toString(), Optional.of(probe), observation, judgement);
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
