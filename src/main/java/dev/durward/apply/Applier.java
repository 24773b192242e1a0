package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Makes a plan so, whole or not at all. */
public final class Applier {
  private final FirewallBackend backend;
  private final CommandRunner runner;

  public Applier(FirewallBackend backend, CommandRunner runner) {
    this.backend = backend;
    this.runner = runner;
  }

  /**
   * Runs a plan's script, then reads the host again to see that it holds. When a step fails, or the
   * host doesn't hold, the steps that succeeded are taken back.
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
      return run(plan.before().render(plan), desired);
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

  private ApplyResult run(Script script, Desired desired) throws InterruptedException {
    List<Step> done = new ArrayList<>();
    try {
      for (Step step : script.steps()) {
        Optional<String> trouble = trouble(step.label(), step.command());
        if (trouble.isPresent()) {
          return takeBack(done, trouble.get());
        }
        done.add(step);
      }
      return holds(desired).map(why -> takeBack(done, why)).orElseGet(ApplyResult.Applied::new);
    } catch (InterruptedException e) {
      takeBack(done, "interrupted");
      throw e;
    }
  }

  /** What is wrong with the host after the script; nothing if it is as desired. */
  private Optional<String> holds(Desired desired) throws InterruptedException {
    try {
      Plan rest = Planner.plan(desired, backend.snapshot());
      return rest.isEmpty()
          ? Optional.empty()
          : Optional.of("read again, the host is not as planned: somebody changes it too");
    } catch (FirewallException e) {
      return Optional.of("the host could not be read again: " + e.getMessage());
    }
  }

  private ApplyResult takeBack(List<Step> done, String why) {
    for (int i = done.size() - 1; i >= 0; i--) {
      Optional<String> trouble;
      try {
        trouble = trouble(done.get(i).label(), done.get(i).undo());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        trouble = Optional.of("interrupted");
      }
      if (trouble.isPresent()) {
        List<Step> left = new ArrayList<>(done.subList(0, i + 1));
        Collections.reverse(left);
        return new ApplyResult.Broken(
            why + "; then, putting it back, " + trouble.get(),
            left.stream().map(Step::undo).toList());
      }
    }
    return new ApplyResult.RolledBack(why);
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
