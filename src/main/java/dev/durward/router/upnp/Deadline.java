package dev.durward.router.upnp;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * When a question must be over, whatever the router does.
 *
 * @param nanos by the clock of {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The earlier of this one and one so far from now. */
  Deadline within(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }

  boolean isOver() {
    return nanos - System.nanoTime() <= 0;
  }

  /**
   * The time that is left, for a socket's time-out: at least one.
   *
   * @throws SocketTimeoutException if none is left
   */
  int millis() throws SocketTimeoutException {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.max(1, left / 1_000_000);
  }
}
