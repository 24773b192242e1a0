package dev.durward.probe;

import java.time.Duration;

/**
 * What a probe saw, and how.
 *
 * @param outcome what it saw
 * @param reason what that was concluded from, without a full stop
 * @param elapsed from the first packet to the conclusion
 * @param attempts how often a packet was sent by the prober; the kernel may have repeated each
 */
public record Observation(Outcome outcome, String reason, Duration elapsed, int attempts) {
  /** That the verification was interrupted before the probe was sent or answered. */
  public static final Observation INTERRUPTED = untested("interrupted");

  /** That nothing could be sent. */
  public static Observation untested(String reason) {
    return new Observation(Outcome.UNTESTED, reason, Duration.ZERO, 0);
  }
}
