package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Parting;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a host back as it was before a plan.
 *
 * @param steps runs what it takes
 * @param plan the plan
 * @param done its steps that have been taken; of those that can't be undone, also those that were
 *     only begun
 */
record WayBack(Steps steps, Plan plan, List<Step> done) {
  WayBack {
    done = List.copyOf(done);
  }

  /**
   * Undoes the steps; where one has no undo, by a plan from what is there then. Then the host is
   * read again: a command that failed may have done its work all the same, and others may have
   * changed the host too. Rules that are not as before are put back by a plan.
   */
  ApplyResult go(String why) {
    ApplyResult gone = undone(why);
    try {
      boolean isBack =
          gone instanceof ApplyResult.RolledBack
              && Planner.keepsRules(plan.asBefore(), steps.backend().snapshot());
      ApplyResult seen = isBack ? gone : planBack(why);
      boolean isLost = seen instanceof ApplyResult.Broken broken && broken.wayBack().isEmpty();
      return isLost && gone instanceof ApplyResult.Broken ? gone : seen;
    } catch (FirewallException e) {
      return new ApplyResult.Broken(
          why + "; then, after it was put back, " + Steps.UNREADABLE + e.getMessage(), undos(done));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return gone;
    }
  }

  private ApplyResult undone(String why) {
    try {
      return done.stream().allMatch(step -> step.undo().isPresent()) ? undo(why) : planBack(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ApplyResult.Broken(why + "; then, putting it back, interrupted", undos(done));
    }
  }

  private ApplyResult undo(String why) throws InterruptedException {
    for (int i = done.size() - 1; i >= 0; i--) {
      Step step = done.get(i);
      Optional<String> trouble = steps.trouble(step.label(), step.undo().orElseThrow());
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

  private ApplyResult planBack(String why) throws InterruptedException {
    return to(plan.asBefore(), steps, why);
  }

  /** Whatever its commands report: what counts is what is seen afterwards. */
  static ApplyResult to(Desired before, Steps steps, String why) throws InterruptedException {
    List<Command> wayBack = List.of();
    List<Parting> partings = List.of();
    String trouble = "";
    try {
      for (int attempt = 0; attempt < 2; attempt++) {
        Plan back = Planner.plan(before, steps.backend().snapshot());
        if (back.isEmpty()) {
          steps.part(partings);
          return new ApplyResult.RolledBack(why);
        }
        Script way = back.before().render(back);
        wayBack = way.steps().stream().map(Step::command).toList();
        partings = way.partings();
        if (attempt == 0) {
          for (Step step : way.steps()) {
            trouble = steps.trouble(step).orElse(trouble);
          }
        }
      }
    } catch (FirewallException e) {
      trouble = Steps.UNREADABLE + e.getMessage();
    }
    return new ApplyResult.Broken(why + "; then, putting it back, " + trouble, wayBack);
  }
}
