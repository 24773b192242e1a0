package dev.durward.report;

import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Expected;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Prediction;
import dev.durward.probe.verification.Result;
import java.util.Optional;
import java.util.Set;

/**
 * All that results of probes must have in common to be told as one. Where a probe comes from is no
 * matter: a rule may have to be probed from many addresses.
 */
record Likeness(
    Mark rule,
    Outcome outcome,
    String observed,
    Judgement judgement,
    Set<Mark> counted,
    Prediction predicted,
    Expected expected,
    Set<Mark> deciders,
    Transport transport,
    IpAddress target,
    Optional<String> networkInterface) {

  /** Empty if there is no probe: such a result is like no other. */
  static Optional<Likeness> of(Result result) {
    return result.probe().map(probe -> of(result, probe));
  }

  private static Likeness of(Result result, Probe probe) {
    return new Likeness(
        result.rule(),
        result.observation().outcome(),
        result.observation().reason(),
        result.judgement(),
        result.counted(),
        result.predicted(),
        probe.expected(),
        probe.deciders(),
        probe.transport(),
        probe.target().address(),
        probe.networkInterface());
  }
}
