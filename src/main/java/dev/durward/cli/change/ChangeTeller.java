package dev.durward.cli.change;

import dev.durward.apply.ApplyResult;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import dev.durward.probe.verification.Comparison;
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
  /** The result of a change that waits to be confirmed. */
  static final String WAITS = "unconfirmed";

  ChangeTeller(Terminal terminal, Messages messages, boolean json) {
    this(terminal, messages, json, Optional.empty());
  }

  /** Tells what becomes of rules that stand, and takes it along for the outcome. */
  ChangeTeller kept(NextBoot boot) {
    if (boot.isTold()) {
      messages.print(List.of(boot.notice()));
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

  /** How long the router goes on with what it was asked for. */
  void router(String words) {
    show(words);
  }

  /** That the host holds the change, and the journal doesn't. */
  void unrecorded(String why) {
    messages.print(
        List.of(
            new Diagnostic(
                Severity.WARNING,
                Optional.empty(),
                "the change stands, but that could not be written into the journal: " + why,
                Optional.of("mend that; the next apply finds out by itself"))));
  }

  void planAgain() {
    messages.print(
        List.of(
            new Diagnostic(
                Severity.NOTE,
                Optional.empty(),
                "somebody has changed the host meanwhile: it is planned once more",
                Optional.empty())));
  }

  void waits(int seconds) {
    show("Unless you run durward confirm, it is taken back " + seconds + " s after it began.\n");
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
    if (result instanceof ApplyResult.Refused refused) {
      String remedy = "mend that, or name another folder in DURWARD_STATE_DIR";
      return notApplied(plan, "refused", refused.why(), probed, remedy);
    }
    String why = result instanceof ApplyResult.RolledBack rolledBack ? rolledBack.why() : "";
    return notApplied(plan, "rolled-back", why, probed);
  }

  /** That nothing was changed, or nothing is any more. */
  ExitCode notApplied(Plan plan, String result, String why, Optional<Comparison> probed) {
    String remedy =
        probed.isPresent() ? "mend what the probes met, and run this again" : "run this again";
    return notApplied(plan, result, why, probed, remedy);
  }

  private ExitCode notApplied(
      Plan plan, String result, String why, Optional<Comparison> probed, String remedy) {
    terminal.err().println("error: " + why + "; the host is as before");
    terminal.err().println("  try: " + remedy);
    return outcome(ExitCode.NOT_APPLIED, plan, result, why, probed);
  }

  /**
   * The end of a change that was probed and stands, or of none.
   *
   * @param waits whether it waits to be confirmed
   */
  ExitCode proved(Plan plan, Comparison probed, boolean allowUntested, boolean waits) {
    String subject =
        plan.isEmpty()
            ? "Nothing was changed"
            : waits ? "The change waits to be confirmed" : "The change stands";
    Conclusion conclusion = Conclusion.of(subject, probed, allowUntested);
    show(conclusion.sentence() + "\n");
    String result = plan.isEmpty() ? "unchanged" : waits ? WAITS : "applied";
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
    return code;
  }
}
