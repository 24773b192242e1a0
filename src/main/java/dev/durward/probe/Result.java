package dev.durward.probe;

import dev.durward.plan.Mark;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a probe, or of a part of a rule that has none. What is predicted, what was seen and
 * what that means stand apart.
 *
 * @param rule the rule
 * @param subject what of it
 * @param probe the probe, with what it should have found; empty if there is none
 * @param observation what it saw
 * @param judgement what that means
 * @param counted which of Durward's rules counted the probe, where that was measured
 */
public record Result(
    Mark rule,
    String subject,
    Optional<Probe> probe,
    Observation observation,
    Judgement judgement,
    Set<Mark> counted) {
  public Result {
    counted = Set.copyOf(counted);
  }

  /** One about which no counter was asked. */
  public Result(
      Mark rule,
      String subject,
      Optional<Probe> probe,
      Observation observation,
      Judgement judgement) {
    this(rule, subject, probe, observation, judgement, Set.of());
  }

  static Result of(Probe probe, Observation observation, Judgement judgement, Set<Mark> counted) {
    return new Result(
        probe.rule(), probe.toString(), Optional.of(probe), observation, judgement, counted);
  }

  /** The same, judged otherwise. */
  Result judged(Judgement otherwise) {
    return new Result(rule, subject, probe, observation, otherwise, counted);
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
