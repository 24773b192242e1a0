package dev.durward.cli.change;

import dev.durward.apply.Trial;
import dev.durward.plan.Change.Kind;
import dev.durward.plan.Mark;
import dev.durward.plan.Plan;
import dev.durward.platform.FirewallException;
import dev.durward.probe.verification.Comparison;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A trial by probes: what they see after the change, held against what they saw before it. */
final class ProbeTrial implements Trial {
  private final Proof proof;
  private final VerificationReport before;
  private final Set<Mark> changed;
  private Optional<Comparison> seen = Optional.empty();

  private ProbeTrial(Proof proof, VerificationReport before, Set<Mark> changed) {
    this.proof = proof;
    this.before = before;
    this.changed = changed;
  }

  /**
   * Begins it, while the host is as it was.
   *
   * @param plan the change
   */
  static ProbeTrial begin(Proof proof, Plan plan) throws FirewallException, InterruptedException {
    Set<Mark> changed =
        plan.changes().stream()
            .filter(change -> change.kind() == Kind.ADD || change.kind() == Kind.REPLACE)
            .map(dev.durward.plan.Change::mark)
            .collect(Collectors.toSet());
    return new ProbeTrial(proof, proof.look(), changed);
  }

  @Override
  public Optional<String> objection() throws FirewallException, InterruptedException {
    Comparison compared = new Comparison(before, proof.look(), changed);
    seen = Optional.of(compared);
    List<Result> against = new ArrayList<>(compared.failures());
    if (proof.terms().strict()) {
      against.addAll(compared.formerFailures());
    }
    return against.isEmpty() ? Optional.empty() : Optional.of(sentence(against));
  }

  Proof proof() {
    return proof;
  }

  /** What the probes saw; empty if they came to no end. */
  Optional<Comparison> seen() {
    return seen;
  }

  private static String sentence(List<Result> against) {
    Result first = against.get(0);
    String more = against.size() == 1 ? "" : "; " + (against.size() - 1) + " more failed";
    return Conclusion.name(first) + ": " + first.judgement().reason() + more;
  }
}
