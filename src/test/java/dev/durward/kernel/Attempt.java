package dev.durward.kernel;

import dev.durward.model.Flow;

/**
 * A connection that is to be tried.
 *
 * @param flow its first packet
 * @param seen what came of it
 */
record Attempt(Flow flow, Seen seen) {
  /** What the side that opens the connection sees. */
  enum Seen {
    /** TCP: a connection; UDP: an echo. */
    ANSWERED,
    /** TCP: a reset, or an ICMP error; UDP: an ICMP error. */
    REFUSED,
    /** Nothing. */
    SILENCE
  }
}
