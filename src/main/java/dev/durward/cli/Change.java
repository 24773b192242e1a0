package dev.durward.cli;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyLock;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Guard;
import dev.durward.apply.Trial;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.probe.Comparison;
import java.util.Optional;

/**
 * A change of the host, from the plan to its outcome: shown, agreed to, made under the lock, and
 * proved there if that is asked for.
 *
 * @param yes whether the user has agreed beforehand
 * @param lockout keeps the administrator from being shut out
 * @param teller tells the user
 * @param proof how it is to be proved; empty if it is to stand without
 */
record Change(
    Terminal terminal,
    Host host,
    boolean yes,
    Lockout lockout,
    ChangeTeller teller,
    Optional<Proof> proof) {

  /** Makes the host as desired. */
  ExitCode make(Desired desired, FirewallBackend backend)
      throws UsageException, FirewallException, InterruptedException {
    backend.requirePermission();
    ApplyLock lock = ApplyLock.take(host.runtime());
    try {
      return makeLocked(desired, backend);
    } finally {
      lock.close();
    }
  }

  private ExitCode makeLocked(Desired desired, FirewallBackend backend)
      throws UsageException, FirewallException, InterruptedException {
    HostSnapshot before = backend.snapshot();
    Plan plan = lockout.judged(Planner.plan(desired, before), before, desired);
    teller.plan(plan);
    if (plan.isObstructed()) {
      return teller.outcome(ExitCode.IMPOSSIBLE_HERE, plan, "obstructed", "");
    }
    if (plan.isEmpty()) {
      return proof.isPresent()
          ? unchanged(plan, proof.get())
          : teller.outcome(ExitCode.DONE, plan, "unchanged", "");
    }
    if (!yes && !terminal.canAsk()) {
      throw new UsageException("nobody to ask here: add --yes to agree beforehand");
    }
    if (!yes && !isAgreed()) {
      return teller.notApplied(plan, "declined", "not agreed to", Optional.empty());
    }
    Optional<ProbeTrial> trial = Optional.empty();
    if (proof.isPresent()) {
      trial = Optional.of(ProbeTrial.begin(proof.get(), plan));
    }
    boolean waited = !yes || trial.isPresent();
    if (waited && !isStill(plan, desired, backend)) {
      String why = "the host has changed since the plan was shown";
      return teller.notApplied(plan, "rolled-back", why, Optional.empty());
    }
    return trial.isPresent()
        ? makeProved(plan, desired, backend, trial.get())
        : made(plan, new Applier(backend, host.runner()).apply(plan, desired));
  }

  private boolean isAgreed() {
    Optional<String> answer = terminal.ask("Make these changes? [y/N] ");
    return answer.map(String::strip).filter(a -> a.equals("y") || a.equals("yes")).isPresent();
  }

  /** Whether the plan would still be the same. */
  private static boolean isStill(Plan plan, Desired desired, FirewallBackend backend)
      throws FirewallException, InterruptedException {
    return script(Planner.plan(desired, backend.snapshot())).equals(script(plan));
  }

  private static Script script(Plan plan) {
    return plan.before().render(plan);
  }

  private ExitCode unchanged(Plan plan, Proof how) throws FirewallException, InterruptedException {
    Comparison seen = Comparison.unchanged(how.look());
    teller.seen(seen);
    ExitCode code = teller.proved(plan, seen, how.terms().allowUntested());
    return how.reported(seen, true, code);
  }

  private ExitCode made(Plan plan, ApplyResult result) {
    if (result instanceof ApplyResult.Applied) {
      teller.applied();
      return teller.outcome(ExitCode.DONE, plan, "applied", "");
    }
    return teller.failed(plan, result, Optional.empty());
  }

  /** A signal waits until the user is told what became of the change. */
  private ExitCode makeProved(
      Plan plan, Desired desired, FirewallBackend backend, ProbeTrial probes)
      throws InterruptedException {
    Trial trial =
        () -> {
          teller.applied();
          Optional<String> objection = probes.objection();
          probes.seen().ifPresent(teller::seen);
          return objection;
        };
    Guard told = Guard.mount();
    try {
      ApplyResult result = new Applier(backend, host.runner()).apply(plan, desired, trial);
      Optional<Comparison> seen = probes.seen();
      boolean stands = result instanceof ApplyResult.Applied && seen.isPresent();
      Proof how = probes.proof();
      ExitCode code =
          stands
              ? teller.proved(plan, seen.get(), how.terms().allowUntested())
              : teller.failed(plan, result, seen);
      return seen.isPresent() ? how.reported(seen.get(), stands, code) : code;
    } finally {
      told.close();
    }
  }
}
