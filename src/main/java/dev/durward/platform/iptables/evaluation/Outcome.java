package dev.durward.platform.iptables.evaluation;

/**
 * What becomes of some packets, or may.
 *
 * @param region the packets, as they are in the end
 * @param way how they come to it
 */
public record Outcome(Region region, Way way) {
  /** The packets as they were sent. */
  public Region asked() {
    return region.asked();
  }

  /** Whether other outcomes may be about the same packets. */
  boolean mayOverlap() {
    return !way.provided().isEmpty()
        || region.sentTo().map(Region.SentTo::isTranslated).orElse(false);
  }
}
