package dev.durward.probe;

/**
 * What is known beside what a probe saw.
 *
 * @param listens whether a socket waits at the target
 * @param paced whether it was sent so slowly that an ICMP answer can't have been held back
 * @param counter whether the probe was seen by the rule that decides about it
 */
record Evidence(boolean listens, boolean paced, Counter counter) {
  /** What the counter of the deciding rule did while one probe alone was sent. */
  enum Counter {
    /** It moved, and had stood still before. */
    MOVED,
    /** It stood still: something else spoke first. */
    STILL,
    /** It moves all the time: nobody can tell what the probe did. */
    BUSY,
    /** There were too many such probes to look at each alone. */
    NOT_READ,
    /** The host has none. */
    UNKNOWN
  }
}
