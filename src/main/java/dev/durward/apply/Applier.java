package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.plan.Change;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Makes a plan so, whole or not at all. */
public final class Applier {
  private static final String UNREADABLE = "the host could not be read again: ";

  private final FirewallBackend backend;
  private final CommandRunner runner;

  public Applier(FirewallBackend backend, CommandRunner runner) {
    this.backend = backend;
    this.runner = runner;
  }

  /**
   * Runs a plan's script, then reads the host again to see that it holds. When a step fails, or the
   * host doesn't hold, the steps that succeeded are taken back; where a step has no undo, by a plan
   * that leads from what is on the host then to what was there before.
   *
   * <p>A signal that ends the JVM waits until the host is whole.
   *
   * @param desired what the plan was made for
   */
  public ApplyResult apply(Plan plan, Desired desired) throws InterruptedException {
    CountDownLatch whole = new CountDownLatch(1);
    Thread guard = new Thread(() -> await(whole), "durward-whole");
    Runtime.getRuntime().addShutdownHook(guard);
    try {
      return run(plan, desired);
    } finally {
      whole.countDown();
      release(guard);
    }
  }

  private static void await(CountDownLatch whole) {
    try {
      whole.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(Thread guard) {
    try {
      Runtime.getRuntime().removeShutdownHook(guard);
    } catch (IllegalStateException e) {
      // The JVM is ending already; the guard has been released.
    }
  }

  private ApplyResult run(Plan plan, Desired desired) throws InterruptedException {
    List<Step> done = new ArrayList<>();
    try {
      for (Step step : plan.before().render(plan).steps()) {
        boolean isWhole = step.undo().isPresent();
        if (!isWhole) {
          done.add(step);
        }
        Optional<String> trouble = trouble(step);
        if (trouble.isPresent()) {
          return takeBack(plan, done, trouble.get());
        }
        if (isWhole) {
          done.add(step);
        }
      }
      Optional<String> trouble = holds(desired);
      return trouble.isPresent() ? takeBack(plan, done, trouble.get()) : new ApplyResult.Applied();
    } catch (InterruptedException e) {
      takeBack(plan, done, "interrupted");
      throw e;
    }
  }

  private Optional<String> trouble(Step step) throws InterruptedException {
    Optional<String> trouble = trouble(step.label(), step.command());
    if (trouble.isPresent() || step.proof().isEmpty()) {
      return trouble;
    }
    try {
      List<Entry> there = new ArrayList<>(backend.snapshot().managed());
      boolean isProved = step.proof().stream().allMatch(there::remove);
      return isProved
          ? Optional.empty()
          : Optional.of(
              step.label()
                  + ": "
                  + step.command().line()
                  + ": it reported success, and the host, read again, hasn't changed as planned");
    } catch (FirewallException e) {
      return Optional.of(UNREADABLE + e.getMessage());
    }
  }

  /** What is wrong with the host after the script; nothing if it is as desired. */
  private Optional<String> holds(Desired desired) throws InterruptedException {
    try {
      Plan rest = Planner.plan(desired, backend.snapshot());
      return rest.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "read again, the host is not as planned: a command did not do what it reported, or"
                  + " somebody changes the host too");
    } catch (FirewallException e) {
      return Optional.of(UNREADABLE + e.getMessage());
    }
  }

  private ApplyResult takeBack(Plan plan, List<Step> done, String why) {
    try {
      return done.stream().allMatch(step -> step.undo().isPresent())
          ? undo(done, why)
          : planBack(plan, why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ApplyResult.Broken(why + "; then, putting it back, interrupted", undos(done));
    }
  }

  private ApplyResult undo(List<Step> done, String why) throws InterruptedException {
    for (int i = done.size() - 1; i >= 0; i--) {
      Step step = done.get(i);
      Optional<String> trouble = trouble(step.label(), step.undo().orElseThrow());
      if (trouble.isPresent()) {
        return new ApplyResult.Broken(
            why + "; then, putting it back, " + trouble.get(), undos(done.subList(0, i + 1)));
      }
    }
    return new ApplyResult.RolledBack(why);
  }

  private static List<Command> undos(List<Step> steps) {
    List<Command> undos = new ArrayList<>();
    steps.forEach(step -> step.undo().ifPresent(undo -> undos.add(0, undo)));
    return undos;
  }

  /** Whatever its commands report: what counts is what is seen afterwards. */
  private ApplyResult planBack(Plan plan, String why) throws InterruptedException {
    Desired before = plan.asBefore();
    List<Command> wayBack = List.of();
    String trouble = "";
    try {
      for (int attempt = 0; attempt < 2; attempt++) {
        Plan back = Planner.plan(before, backend.snapshot());
        if (back.changes().stream().allMatch(change -> change.kind() == Change.Kind.KEEP)) {
          return new ApplyResult.RolledBack(why);
        }
        List<Step> steps = back.before().render(back).steps();
        wayBack = steps.stream().map(Step::command).toList();
        if (attempt == 0) {
          for (Step step : steps) {
            trouble = trouble(step).orElse(trouble);
          }
        }
      }
    } catch (FirewallException e) {
      trouble = UNREADABLE + e.getMessage();
    }
    return new ApplyResult.Broken(why + "; then, putting it back, " + trouble, wayBack);
  }

  private Optional<String> trouble(String label, Command command) throws InterruptedException {
    try {
      CommandResult result = runner.run(command);
      return result.succeeded()
          ? Optional.empty()
          : Optional.of(label + ": " + command.line() + ": " + result.complaint());
    } catch (IOException e) {
      return Optional.of(label + ": " + command.line() + ": " + e.getMessage());
    }
  }
}
