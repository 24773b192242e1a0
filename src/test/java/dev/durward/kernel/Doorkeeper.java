package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Unwritten;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesBackend;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Durward at work on a lab's host.
 *
 * @param lab the lab
 * @param runner runs its commands
 */
record Doorkeeper(Lab lab, CommandRunner runner) {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  Doorkeeper(Lab lab) {
    this(lab, new ProcessRunner());
  }

  /** What these files want. */
  Desired desired(RuleSet... files) throws IOException {
    List<Realized> rules = new ArrayList<>();
    Set<String> policies = new HashSet<>();
    for (RuleSet file : files) {
      policies.add(file.policy());
      rules.addAll(lab.backend(runner).realize(file, DAY));
    }
    return new Desired(policies, rules, "no longer in the file");
  }

  /** A plan against the host as it is now. */
  Plan plan(Desired desired) throws IOException, InterruptedException {
    IptablesBackend backend = lab.backend(runner);
    return lab.host(
        () -> {
          try {
            return Planner.plan(desired, backend.snapshot());
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }

  /** With what the host can't be read. */
  FirewallException refusal() throws IOException, InterruptedException {
    IptablesBackend backend = lab.backend(runner);
    return lab.host(
        () -> {
          try {
            throw new AssertionError("the host was read: " + backend.snapshot().families());
          } catch (FirewallException e) {
            return e;
          }
        });
  }

  ApplyResult apply(Plan plan, Desired desired) throws IOException, InterruptedException {
    IptablesBackend backend = lab.backend(runner);
    return lab.host(() -> new Applier(backend, runner, new Unwritten()).apply(plan, desired));
  }

  /** Makes the host so, and sees that nothing is left to do. */
  void make(Desired desired) throws IOException, InterruptedException {
    Plan plan = plan(desired);
    ApplyResult result = apply(plan, desired);
    assertInstanceOf(ApplyResult.Applied.class, result, result.toString());
    assertTrue(plan(desired).isEmpty(), "a plan right after an apply is empty");
  }

  void make(RuleSet... files) throws IOException, InterruptedException {
    make(desired(files));
  }

  /** Takes away all that policies own. */
  void remove(String... policies) throws IOException, InterruptedException {
    make(new Desired(Set.of(policies), List.of(), "removed"));
  }
}
