package dev.durward.cli.change;

import dev.durward.cli.terminal.ExitCode;
import dev.durward.probe.verification.Comparison;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;

/**
 * What follows from the probes of a change that stands.
 *
 * @param code what the command ends with
 * @param sentence the same in words
 */
record Conclusion(ExitCode code, String sentence) {
  /**
   * Draws it.
   *
   * @param subject the change, or its absence, and that it stands
   */
  static Conclusion of(String subject, Comparison seen, boolean allowUntested) {
    long failed = seen.after().count(Verdict.FAIL);
    long untested = seen.after().count(Verdict.UNTESTED);
    if (failed > 0) {
      String what = failed + " of the probes failed, and had failed before";
      return new Conclusion(ExitCode.DISPROVED, subject + ": " + what + ".");
    }
    if (untested > 0) {
      String what = untested + " could not be told, and so it is not proved";
      ExitCode code = allowUntested ? ExitCode.DONE : ExitCode.DISPROVED;
      return new Conclusion(code, subject + ": " + what + ".");
    }
    return new Conclusion(ExitCode.DONE, subject + ": the host is as written, by every probe.");
  }

  /** {@code POLICY/RULE, PROBE}. */
  static String name(Result result) {
    return result.rule().policy() + "/" + result.rule().rule() + ", " + result.subject();
  }
}
