package dev.durward.report;

import dev.durward.probe.verification.Judgement.Verdict;

/** How a verdict is seen where colours are not, and heard where signs are not. */
final class Sign {
  private Sign() {}

  /** In HTML, for the eye alone: a word must stand beside it. */
  static String of(Verdict verdict) {
    String sign =
        switch (verdict) {
          case PASS -> "✓";
          case FAIL -> "✗";
          case UNTESTED -> "?";
        };
    return "<span class=\"sign\" aria-hidden=\"true\">" + sign + "</span>";
  }

  /** In HTML, with the word for those who hear the page. */
  static String spoken(Verdict verdict) {
    return of(verdict) + "<span class=\"heard\">" + verdict.word() + ": </span>";
  }
}
