package dev.durward.apply;

import dev.durward.exec.CommandRunner;
import dev.durward.journal.Journal;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Rereading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a plan so, whole or not at all. */
public final class Applier {
  private final FirewallBackend backend;
  private final CommandRunner runner;
  private final Chronicle chronicle;

  public Applier(FirewallBackend backend, CommandRunner runner, Chronicle chronicle) {
    this.backend = backend;
    this.runner = runner;
    this.chronicle = chronicle;
  }

  /**
   * Writes down what it is about to do, runs a plan's script, then reads the host again to see that
   * it holds. When a step fails, or the host doesn't hold, the steps that succeeded are taken back;
   * where a step has no undo, by a plan that leads from what is on the host then to what was there
   * before.
   *
   * <p>Connections that are open and that the rules refuse are ended then, before any trial; the
   * change stands whether all of them are or not.
   *
   * <p>A signal that ends the JVM waits until the host is whole.
   *
   * @param desired what the plan was made for
   */
  public ApplyResult apply(Plan plan, Desired desired) throws InterruptedException {
    try (Guard guard = Guard.mount()) {
      return recorded(plan, desired, Optional.empty(), guard);
    }
  }

  /**
   * The same, and the change stands only if it stands its trial. Where it doesn't, or the trial
   * comes to no end, all is taken back and the host is read again to see that it is as before.
   */
  public ApplyResult apply(Plan plan, Desired desired, Trial trial) throws InterruptedException {
    try (Guard guard = Guard.mount()) {
      return recorded(plan, desired, Optional.of(trial), guard);
    }
  }

  private ApplyResult recorded(Plan plan, Desired desired, Optional<Trial> trial, Guard guard)
      throws InterruptedException {
    try (Ahead ahead = new Ahead(plan, runner)) {
      try {
        chronicle.begin(plan, ahead::script);
      } catch (IOException e) {
        return new ApplyResult.Refused(
            "what is to be done could not be written down: " + Journal.reason(e));
      }
      return ended(run(ahead.script(), new Steps(backend, ahead), plan, desired, trial, guard));
    }
  }

  private ApplyResult ended(ApplyResult result) {
    // A file can't be written by a thread that is interrupted.
    boolean interrupted = Thread.interrupted();
    try {
      chronicle.end(result);
      return result;
    } catch (IOException e) {
      return result instanceof ApplyResult.Applied applied
          ? new ApplyResult.Applied(Optional.of(Journal.reason(e)), applied.open())
          : result;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ApplyResult run(
      Script script, Steps steps, Plan plan, Desired desired, Optional<Trial> trial, Guard guard)
      throws InterruptedException {
    List<Step> done = new ArrayList<>();
    List<String> open;
    Rereading rereading = backend.rereading();
    try {
      for (Step step : script.steps()) {
        boolean isWhole = step.undo().isPresent();
        if (!isWhole) {
          done.add(step);
        }
        Optional<String> trouble = steps.trouble(step);
        if (trouble.isPresent()) {
          return new WayBack(steps, plan, done).go(trouble.get());
        }
        if (isWhole) {
          done.add(step);
        }
        rereading.taken(step);
      }
      Optional<String> trouble = holds(desired, rereading);
      if (trouble.isPresent()) {
        ApplyResult result = new WayBack(steps, plan, done).go(trouble.get());
        return result instanceof ApplyResult.RolledBack back
            ? new ApplyResult.RolledBack(back.why(), true)
            : result;
      }
      open = steps.part(script.partings());
    } catch (InterruptedException e) {
      ended(new WayBack(steps, plan, done).go("interrupted"));
      throw e;
    }
    ApplyResult.Applied applied = new ApplyResult.Applied(Optional.empty(), open);
    return trial.isPresent()
        ? judged(trial.get(), guard, new WayBack(steps, plan, done), applied)
        : applied;
  }

  /** What is wrong with the host after the script; nothing if it is as desired. */
  private Optional<String> holds(Desired desired, Rereading rereading) throws InterruptedException {
    try {
      return Planner.isMet(desired, rereading.snapshot())
          ? Optional.empty()
          : Optional.of(
              "read again, the host is not as planned: a command did not do what it reported, or"
                  + " somebody changes the host too");
    } catch (FirewallException e) {
      return Optional.of(Steps.UNREADABLE + e.getMessage());
    }
  }

  private static ApplyResult judged(
      Trial trial, Guard guard, WayBack back, ApplyResult.Applied applied) {
    Optional<String> objection;
    boolean interrupted = false;
    try {
      objection = guard.watch(trial);
    } catch (FirewallException e) {
      objection = Optional.of("the change could not be tested: " + e.getMessage());
    } catch (InterruptedException e) {
      objection = Optional.of("interrupted before the change was proved");
      interrupted = !guard.isSignalled();
    } catch (RuntimeException | Error bug) {
      back.go("the trial has a bug");
      throw bug;
    }
    if (objection.isEmpty()) {
      return applied;
    }
    ApplyResult result = back.go(objection.get());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }
}
