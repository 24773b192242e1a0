package dev.durward.cli.verify;

import java.time.Duration;

/**
 * How far probes are, and what that says of the time left. They are sent in no order, so that those
 * done speak for the others.
 *
 * @param done how many are done
 * @param total how many there are
 * @param reached when the last one was, from the start
 * @param longest how long the last one may have to be waited for
 */
record Pace(int done, int total, Duration reached, Duration longest) {
  /**
   * The time left, {@code 3 to 5 s left}: as fast as before at best, and the longest wait of the
   * last one at worst. Empty if there is nothing to go by yet, or nothing left.
   *
   * @param now the time from the start
   */
  String left(Duration now) {
    if (done == 0 || done == total) {
      return "";
    }
    Duration whole = Duration.ofMillis(reached.toMillis() * total / done);
    Duration best = whole.minus(now).isNegative() ? Duration.ZERO : whole.minus(now);
    return best.toSeconds() + " to " + seconds(best.plus(longest)) + " s left";
  }

  private static long seconds(Duration time) {
    return time.plusMillis(999).toSeconds();
  }
}
