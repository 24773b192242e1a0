package dev.durward.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Lengths of time as reports write them. */
final class Seconds {
  private static final int MICROS = 6;

  private Seconds() {}

  /** For people: {@code 2.0 s}. */
  static String rounded(Duration elapsed) {
    return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
  }

  /** For machines, to the microsecond: {@code 2.003}, {@code 0.000412}. */
  static String exact(Duration elapsed) {
    return BigDecimal.valueOf(elapsed.toNanos() / 1_000, MICROS)
        .stripTrailingZeros()
        .toPlainString();
  }
}
