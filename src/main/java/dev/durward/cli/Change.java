package dev.durward.cli;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyLock;
import dev.durward.apply.ApplyResult;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.report.ApplyJson;
import dev.durward.report.PlanView;
import dev.durward.report.Style;
import java.util.Optional;

/**
 * A change of the host, from the plan to its outcome: shown, agreed to, made under the lock.
 *
 * @param yes whether the user has agreed beforehand
 * @param json whether the outcome is for machines
 */
record Change(Terminal terminal, Host host, Messages messages, boolean yes, boolean json) {

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
    Plan plan = Planner.plan(desired, backend.snapshot());
    show(plan);
    if (plan.isObstructed()) {
      return outcome(ExitCode.IMPOSSIBLE_HERE, plan, "obstructed", "");
    }
    if (plan.isEmpty()) {
      return outcome(ExitCode.DONE, plan, "unchanged", "");
    }
    if (!yes && !terminal.canAsk()) {
      throw new UsageException("nobody to ask here: add --yes to agree beforehand");
    }
    if (!yes) {
      if (!isAgreed()) {
        return outcome(ExitCode.NOT_APPLIED, plan, "declined", "not agreed to");
      }
      Plan now = Planner.plan(desired, backend.snapshot());
      if (!script(now).equals(script(plan))) {
        String why = "the host has changed since the plan was shown";
        return outcome(ExitCode.NOT_APPLIED, plan, "rolled-back", why);
      }
    }
    return finish(plan, new Applier(backend, host.runner()).apply(plan, desired));
  }

  private static Script script(Plan plan) {
    return plan.before().render(plan);
  }

  private void show(Plan plan) {
    if (!json) {
      terminal.out().print(new PlanView(new Style(terminal.colour())).text(plan));
      terminal.out().flush();
    }
    messages.print(plan.notices());
  }

  private boolean isAgreed() {
    Optional<String> answer = terminal.ask("Make these changes? [y/N] ");
    return answer.map(String::strip).filter(a -> a.equals("y") || a.equals("yes")).isPresent();
  }

  private ExitCode finish(Plan plan, ApplyResult result) {
    if (result instanceof ApplyResult.RolledBack rolledBack) {
      return outcome(ExitCode.NOT_APPLIED, plan, "rolled-back", rolledBack.why());
    }
    if (result instanceof ApplyResult.Broken broken) {
      terminal.err().println("error: " + broken.why());
      terminal.err().println("  the host is half changed; these commands put it back:");
      broken.wayBack().forEach(command -> terminal.err().print(Script.shell(command)));
      return outcome(ExitCode.BROKEN, plan, "broken", broken.why());
    }
    return outcome(ExitCode.DONE, plan, "applied", "");
  }

  private ExitCode outcome(ExitCode code, Plan plan, String result, String why) {
    if (json) {
      terminal.out().print(ApplyJson.document(plan, result, why));
    } else if (result.equals("applied")) {
      terminal.out().println("Applied, and read again: the host is as planned.");
    }
    if (code == ExitCode.NOT_APPLIED) {
      terminal.err().println("error: " + why + "; the host is as before");
      terminal.err().println("  try: run this again");
    }
    return code;
  }
}
