package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.verify.Probing;
import dev.durward.cli.verify.Reports;
import dev.durward.cli.verify.Survey;
import dev.durward.model.RuleSet;
import dev.durward.platform.FirewallException;
import dev.durward.probe.verification.Comparison;
import dev.durward.probe.verification.VerificationReport;
import dev.durward.report.Occasion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a change is to be proved.
 *
 * @param host the name of the host that is changed
 * @param survey sends the probes
 * @param rules all that the files say
 * @param terms what is asked of the results
 */
record Proof(String host, Survey survey, List<RuleSet> rules, Terms terms, Messages messages) {
  private static final String TAKEN_BACK =
      "this was seen while the change was in place; it was taken back";

  /**
   * What is asked of the results.
   *
   * @param probing how they are come by
   * @param strict whether a change stands only where nothing fails that failed before it either
   * @param allowUntested whether it may end well with results that could not be told
   * @param reports where they are written to
   */
  record Terms(Probing probing, boolean strict, boolean allowUntested, Reports reports) {}

  /** The options that say so. */
  static final class Options {
    /** Those that say nothing without {@code --verify}. */
    static final Set<String> NAMES =
        Set.of(
            Confirm.BY_PROBE,
            "--strict",
            "--allow-untested",
            "--vantage",
            "--listen",
            "--all-ports",
            "--closed",
            "--timeout",
            "--report",
            "--junit",
            "--prometheus");

    @Parameter(names = "--verify")
    private boolean verify;

    @Parameter(names = "--strict")
    private boolean strict;

    @Parameter(names = "--allow-untested")
    private boolean allowUntested;

    @ParametersDelegate private Probing.Options probing = new Probing.Options();

    @ParametersDelegate private Reports.Options reports = new Reports.Options();

    /** Empty where no proof is asked for. */
    Optional<Terms> terms() throws UsageException {
      return verify
          ? Optional.of(new Terms(probing.probing(), strict, allowUntested, reports.reports()))
          : Optional.empty();
    }
  }

  /**
   * What the host shows now.
   *
   * @throws InterruptedException if the calling thread was interrupted: half a proof is none
   */
  VerificationReport look() throws FirewallException, InterruptedException {
    VerificationReport seen = survey.of(rules);
    if (!seen.complete()) {
      Thread.interrupted();
      throw new InterruptedException();
    }
    return seen;
  }

  /**
   * Writes the reports.
   *
   * @param stands whether the host is as the probes after the change saw it
   * @param code what the command would end with
   * @return the same, unless a report could not be written and nothing worse happened
   */
  ExitCode reported(Comparison seen, boolean stands, ExitCode code) {
    VerificationReport tried = seen.marked();
    VerificationReport evidence = stands ? tried : tried.noting(List.of(TAKEN_BACK));
    VerificationReport state = stands ? tried : seen.before();
    Occasion occasion = new Occasion(host, Instant.now());
    boolean isWritten = terms.reports().write(evidence, state, occasion, messages);
    boolean isWorse = code == ExitCode.NOT_APPLIED || code == ExitCode.BROKEN;
    return isWritten || isWorse ? code : ExitCode.UNEXPECTED;
  }
}
