package dev.durward.rulefile;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is found in one file. The same finding at the same place counts once. */
final class Findings {
  /** How many are shown to the user. */
  static final int SHOWN = 100;

  /** How many are looked for; a file with more is not read to its end. */
  private static final int ENOUGH = 1_000;

  private record Finding(int at, Severity severity, String message, String proposal) {}

  private final Set<Finding> found = new LinkedHashSet<>();
  private int errors;
  private boolean unusable;

  void error(int at, String message, String proposal) {
    unusable = true;
    errors++;
    add(new Finding(at, Severity.ERROR, message, proposal));
  }

  void warning(int at, String message, String proposal) {
    add(new Finding(at, Severity.WARNING, message, proposal));
  }

  private void add(Finding finding) {
    if (found.size() < ENOUGH) {
      found.add(finding);
    }
  }

  /** Whether an error was found. */
  boolean hasErrors() {
    return unusable;
  }

  /** Whether it makes no sense to look for more. */
  boolean isEnough() {
    return errors >= ENOUGH;
  }

  /**
   * The first of them in the order of the text, and how many there are beyond. Warnings only where
   * nothing is wrong: half of them come from errors.
   */
  List<Diagnostic> diagnostics(Source source) {
    if (found.isEmpty()) {
      return List.of();
    }
    List<Diagnostic> diagnostics = new ArrayList<>();
    List<Finding> shown = found.stream().filter(finding -> finding.severity() == worst()).toList();
    shown.stream()
        .sorted((a, b) -> Integer.compare(a.at(), b.at()))
        .limit(SHOWN)
        .forEach(finding -> diagnostics.add(diagnostic(finding, source)));
    if (shown.size() > SHOWN) {
      String atLeast = isEnough() ? "at least " : "";
      diagnostics.add(
          new Diagnostic(
              worst(),
              Optional.empty(),
              "and " + atLeast + (shown.size() - SHOWN) + " more of this file",
              Optional.of("mend the first " + SHOWN + ", then ask again")));
    }
    return List.copyOf(diagnostics);
  }

  private Severity worst() {
    return unusable ? Severity.ERROR : Severity.WARNING;
  }

  private static Diagnostic diagnostic(Finding finding, Source source) {
    return new Diagnostic(
        finding.severity(),
        Optional.of(source.place(finding.at())),
        finding.message(),
        Optional.of(finding.proposal()));
  }
}
