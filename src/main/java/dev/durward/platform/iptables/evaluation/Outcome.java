package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Extent.Addresses;
import dev.durward.platform.iptables.evaluation.Extent.Ports;
import java.util.Optional;

/**
 * What becomes of some packets, or may.
 *
 * @param region the packets, as they are in the end
 * @param way how they come to it
 */
public record Outcome(Region region, Way way) {
  /** The packets as they were sent. */
  public Region asked() {
    Optional<Region.SentTo> sentTo = region.sentTo();
    Region sent =
        sentTo.isEmpty()
            ? region
            : region
                .with(Dimension.DESTINATION, new Addresses(sentTo.get().destinations()))
                .with(Dimension.DESTINATION_PORT, new Ports(sentTo.get().ports()));
    return new Region(sent.extents(), Optional.of(0L), Optional.empty());
  }

  /** Whether other outcomes may be about the same packets. */
  boolean mayOverlap() {
    return !way.provided().isEmpty() || region.sentTo().isPresent();
  }
}
