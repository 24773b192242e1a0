package dev.durward.cli.change;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyLock;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Guard;
import dev.durward.apply.Recorder;
import dev.durward.apply.Recorder.Deadline;
import dev.durward.apply.Trial;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Reboot;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Terminal;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Ending.Verification;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script.Step;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.probe.verification.Comparison;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.report.NextBoot;
import java.util.List;
import java.util.Optional;

/**
 * A change of the host, from the plan to its outcome: shown, agreed to, made under the lock, and
 * proved there if that is asked for.
 *
 * @param yes whether the user has agreed beforehand
 * @param lockout keeps the administrator from being shut out
 * @param reboot keeps what stands for the next boot
 * @param teller tells the user
 * @param proof how it is to be proved; empty if it is to stand without
 * @param confirm how it is to be confirmed; empty likewise
 */
record Change(
    Terminal terminal,
    Host host,
    boolean yes,
    Lockout lockout,
    Reboot reboot,
    ChangeTeller teller,
    Optional<Proof> proof,
    Optional<Confirm> confirm) {

  /** Says what is wanted, when nobody else changes the host any more. */
  @FunctionalInterface
  interface Errand {
    Order order() throws UsageException, FirewallException;
  }

  /** Makes the host as an errand says. What an apply that died has left is put in order first. */
  ExitCode make(Errand errand, FirewallBackend backend)
      throws UsageException, FirewallException, InterruptedException {
    backend.requirePermission();
    ApplyLock lock = ApplyLock.take(host.runtime());
    try {
      Optional<ExitCode> stuck = new Aftermath(terminal, host, teller.messages()).settle();
      if (stuck.isPresent()) {
        return stuck.get();
      }
      // The host is read while it is made out what is wanted of it.
      Concurrent<HostSnapshot> reading = Concurrent.start(backend::snapshot);
      Order order = errand.order();
      return make(order, backend, reading.await(), false);
    } finally {
      lock.close();
    }
  }

  /**
   * @param there the host as it is
   * @param again whether the host has changed under a first plan
   */
  private ExitCode make(Order order, FirewallBackend firewall, HostSnapshot there, boolean again)
      throws UsageException, FirewallException, InterruptedException {
    FirewallBackend backend = router().with(firewall, order.desired());
    HostSnapshot before = router().with(firewall, there, order.desired());
    Plan plan = lockout.judged(Planner.plan(order.desired(), before), before, order.desired());
    teller.plan(plan);
    if (plan.isObstructed()) {
      return teller.outcome(ExitCode.IMPOSSIBLE_HERE, plan, "obstructed", "");
    }
    if (plan.isEmpty()) {
      forsake(() -> router().abandon(order.desired()));
      return unchanged(plan);
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
    boolean mayPlanAgain = yes && !again;
    boolean waited = !yes || trial.isPresent();
    if (waited && !isStill(plan, order, backend)) {
      if (mayPlanAgain) {
        return planAgain(order, firewall);
      }
      String why = "the host has changed since the plan was shown";
      return teller.notApplied(plan, "rolled-back", why, Optional.empty());
    }
    Guard told = Guard.mount();
    try {
      Recorder recorder = recorder(order, trial);
      ApplyResult result = applied(plan, order, firewall, backend, recorder, trial);
      Optional<Comparison> seen = seen(trial);
      if (result instanceof ApplyResult.RolledBack back
          && mayPlanAgain
          && seen.isEmpty()
          && !told.isSignalled()
          && (back.disturbed() || !isStill(plan, order, backend))) {
        return planAgain(order, firewall);
      }
      if (!(result instanceof ApplyResult.Applied)) {
        forsake(() -> router().retract(order.desired(), plan.asBefore()));
      } else if (recorder.confirmation().state() != Confirmation.State.WAITING) {
        forsake(() -> router().abandon(order.desired()));
      }
      return told(plan, result, recorder.confirmation(), seen);
    } finally {
      told.close();
    }
  }

  /** No plan is applied to a host that it was not made for; this once it is made anew. */
  private ExitCode planAgain(Order order, FirewallBackend firewall)
      throws UsageException, FirewallException, InterruptedException {
    teller.planAgain();
    return make(order, firewall, firewall.snapshot(), true);
  }

  /** Writes down what the router is to forget. */
  @FunctionalInterface
  private interface Note {
    void write() throws FirewallException;
  }

  /** What has become of the host stands, whether that can be written or not. */
  private void forsake(Note note) {
    try {
      note.write();
    } catch (FirewallException e) {
      teller.messages().error(e.getMessage() + "; " + e.remedy());
    }
  }

  private RouterAccess router() {
    return new RouterAccess(host);
  }

  private boolean isAgreed() {
    Optional<String> answer = terminal.ask("Make these changes? [y/N] ");
    return answer.map(String::strip).filter(a -> a.equals("y") || a.equals("yes")).isPresent();
  }

  /** Whether the plan would still be the same, whoever has begun to listen meanwhile. */
  private static boolean isStill(Plan plan, Order order, FirewallBackend backend)
      throws FirewallException, InterruptedException {
    return steps(Planner.plan(order.desired(), backend.snapshot())).equals(steps(plan));
  }

  private static List<Step> steps(Plan plan) {
    return plan.before().render(plan).steps();
  }

  private ExitCode unchanged(Plan plan) throws FirewallException, InterruptedException {
    NextBoot boot = reboot.keep(!plan.after().isEmpty());
    ChangeTeller kept = teller.kept(boot);
    if (reboot.isAskedFor() && !boot.trouble().isEmpty()) {
      return kept.outcome(ExitCode.NOT_APPLIED, plan, "unchanged", boot.trouble());
    }
    if (proof.isEmpty()) {
      return kept.outcome(ExitCode.DONE, plan, "unchanged", "");
    }
    Proof how = proof.get();
    Comparison seen = Comparison.unchanged(how.look());
    teller.seen(seen);
    ExitCode code = kept.proved(plan, seen, how.terms().allowUntested(), false);
    return how.reported(seen, true, code);
  }

  private ApplyResult applied(
      Plan plan,
      Order order,
      FirewallBackend firewall,
      FirewallBackend backend,
      Recorder recorder,
      Optional<ProbeTrial> probes)
      throws InterruptedException {
    Applier applier = new Applier(backend, router().runner(backend), recorder);
    Optional<Trial> trial = probes.map(this::told);
    if (confirm.isPresent()) {
      trial = Optional.of(confirm.get().after(trial, plan, firewall, recorder, () -> seen(probes)));
    } else if (reboot.isAskedFor()) {
      trial = Optional.of(reboot.after(trial));
    }
    return trial.isPresent()
        ? applier.apply(plan, order.desired(), trial.get())
        : applier.apply(plan, order.desired());
  }

  private Recorder recorder(Order order, Optional<ProbeTrial> probes) {
    return new Recorder(
        host.journal(),
        order.cause(),
        () -> seen(probes).map(Change::verification),
        confirm.map(how -> new Deadline(how.seconds(), host.watchdog())));
  }

  private static Optional<Comparison> seen(Optional<ProbeTrial> probes) {
    return probes.flatMap(ProbeTrial::seen);
  }

  private Trial told(ProbeTrial probes) {
    return () -> {
      teller.applied();
      Optional<String> objection = probes.objection();
      probes.seen().ifPresent(teller::seen);
      return objection;
    };
  }

  private static Verification verification(Comparison seen) {
    return new Verification(
        (int) seen.after().count(Verdict.PASS),
        (int) seen.after().count(Verdict.FAIL),
        (int) seen.after().count(Verdict.UNTESTED));
  }

  private ExitCode told(
      Plan plan, ApplyResult result, Confirmation confirmation, Optional<Comparison> seen)
      throws InterruptedException {
    boolean stands = result instanceof ApplyResult.Applied;
    if (result instanceof ApplyResult.Applied applied) {
      applied.unrecorded().ifPresent(teller::unrecorded);
      teller.messages().print(LeftOpen.notices(applied.open()));
    }
    boolean waits = stands && confirmation.state() == Confirmation.State.WAITING;
    ExitCode code;
    if (!stands) {
      code = teller.failed(plan, result, seen);
    } else {
      if (seen.isEmpty()) {
        teller.applied();
      }
      router().endOf(plan).ifPresent(teller::router);
      code =
          stood(
              waits ? teller : teller.kept(reboot.keep(!plan.after().isEmpty())),
              plan,
              seen,
              waits);
    }
    return seen.isPresent() ? proof.orElseThrow().reported(seen.get(), stands, code) : code;
  }

  private ExitCode stood(ChangeTeller kept, Plan plan, Optional<Comparison> seen, boolean waits) {
    ExitCode code =
        seen.isPresent()
            ? kept.proved(plan, seen.get(), proof.orElseThrow().terms().allowUntested(), waits)
            : kept.outcome(ExitCode.DONE, plan, waits ? ChangeTeller.WAITS : "applied", "");
    if (waits) {
      kept.waits(confirm.orElseThrow().seconds());
    }
    return code;
  }
}
