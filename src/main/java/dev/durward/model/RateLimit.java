package dev.durward.model;

import java.util.Locale;

/**
 * How many connections a rule lets be opened in a time, at the most.
 *
 * @param count 1 or more
 * @param unit the time
 */
public record RateLimit(int count, Unit unit) {
  /** A unit of time. */
  public enum Unit {
    SECOND(1),
    MINUTE(60),
    HOUR(3600),
    DAY(86400);

    private final int seconds;

    Unit(int seconds) {
      this.seconds = seconds;
    }

    public int seconds() {
      return seconds;
    }
  }

  public RateLimit {
    if (count < 1) {
      throw new IllegalArgumentException("a limit of " + count);
    }
  }

  /** {@code 50/second}. */
  @Override
  public String toString() {
    return count + "/" + unit.name().toLowerCase(Locale.ROOT);
  }
}
