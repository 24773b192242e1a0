package dev.durward.diagnostic;

import java.util.Locale;

/** How grave a {@link Diagnostic} is. Only an error makes a rule file unusable. */
public enum Severity {
  ERROR,
  WARNING,
  NOTE;

  /** The word as it is printed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
