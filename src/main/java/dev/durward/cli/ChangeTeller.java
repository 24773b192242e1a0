package dev.durward.cli;

import dev.durward.apply.ApplyResult;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import dev.durward.probe.Comparison;
import dev.durward.report.ApplyJson;
import dev.durward.report.NextBoot;
import dev.durward.report.PlanView;
import dev.durward.report.Style;
import dev.durward.report.VerificationView;
import java.util.List;
import java.util.Optional;

/**
 * Tells the user of a change.
 *
 * @param json whether the outcome is for machines: then all of it is told at the end
 * @param kept what becomes of the rules with the next boot, once they stand
 */
record ChangeTeller(Terminal terminal, Messages messages, boolean json, Optional<NextBoot> kept) {
  ChangeTeller(Terminal terminal, Messages messages, boolean json) {
    this(terminal, messages, json, Optional.empty());
  }

  /** Tells what becomes of rules that stand, and takes it along for the outcome. */
  ChangeTeller kept(NextBoot boot) {
    if (!boot.trouble().isEmpty()) {
      messages.error("the rules stand, but could not be kept for the next boot: " + boot.trouble());
      terminal.err().println("  try: mend that and run this again, or add --persist none");
    } else if (!boot.same()) {
      messages.print(
          List.of(
              new Diagnostic(
                  Severity.NOTE,
                  Optional.empty(),
                  "with the next boot: " + boot.words(),
                  Optional.empty())));
    } else if (!boot.by().isEmpty()) {
      show(boot.sentence());
    }
    return new ChangeTeller(terminal, messages, json, Optional.of(boot));
  }

  private Style style() {
    return new Style(terminal.colour());
  }

  void plan(Plan plan) {
    show(new PlanView(style()).text(plan));
    messages.print(plan.notices());
  }

  void applied() {
    show("Applied, and read again: the host is as planned.\n");
  }

  void seen(Comparison probed) {
    show("\n" + new VerificationView(probed.marked()).text(style()));
  }

  private void show(String text) {
    if (!json) {
      terminal.out().print(text);
      terminal.out().flush();
    }
  }

  /** How an apply ended that did not make the change, and what to do about it. */
  ExitCode failed(Plan plan, ApplyResult result, Optional<Comparison> probed) {
    if (result instanceof ApplyResult.Broken broken) {
      terminal.err().println("error: " + broken.why());
      terminal.err().println("  the host is half changed; these commands put it back:");
      broken.wayBack().forEach(command -> terminal.err().print(Script.shell(command)));
      return outcome(ExitCode.BROKEN, plan, "broken", broken.why(), probed);
    }
    String why = result instanceof ApplyResult.RolledBack rolledBack ? rolledBack.why() : "";
    return notApplied(plan, "rolled-back", why, probed);
  }

  /** That nothing was changed, or nothing is any more. */
  ExitCode notApplied(Plan plan, String result, String why, Optional<Comparison> probed) {
    terminal.err().println("error: " + why + "; the host is as before");
    terminal
        .err()
        .println(
            probed.isPresent()
                ? "  try: mend what the probes met, and run this again"
                : "  try: run this again");
    return outcome(ExitCode.NOT_APPLIED, plan, result, why, probed);
  }

  /** The end of a change that was probed and stands, or of none. */
  ExitCode proved(Plan plan, Comparison probed, boolean allowUntested) {
    String subject = plan.isEmpty() ? "Nothing was changed" : "The change stands";
    Conclusion conclusion = Conclusion.of(subject, probed, allowUntested);
    show(conclusion.sentence() + "\n");
    String result = plan.isEmpty() ? "unchanged" : "applied";
    return outcome(conclusion.code(), plan, result, "", Optional.of(probed));
  }

  ExitCode outcome(ExitCode code, Plan plan, String result, String why) {
    return outcome(code, plan, result, why, Optional.empty());
  }

  private ExitCode outcome(
      ExitCode code, Plan plan, String result, String why, Optional<Comparison> probed) {
    if (json) {
      terminal.out().print(ApplyJson.document(plan, result, why, probed, kept));
      terminal.out().flush();
    }
    boolean lost = kept.filter(boot -> !boot.trouble().isEmpty()).isPresent();
    return lost && code == ExitCode.DONE ? ExitCode.NOT_KEPT : code;
  }
}
