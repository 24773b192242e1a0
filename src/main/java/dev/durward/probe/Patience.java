package dev.durward.probe;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait for answers.
 *
 * @param timeout for one attempt. Below 1.5 s the answer of an IPv6 REJECT may be missed: it takes
 *     effect only on the repeated SYN, after a second
 * @param udpAttempts how many datagrams are sent, 1 or more
 */
public record Patience(Duration timeout, int udpAttempts) {
  /** What is right for a host that answers at once or not at all. */
  public static final Patience USUAL = new Patience(Duration.ofSeconds(2), 2);

  /** For a single packet that need not be answered, since its counter is read. */
  public static final Patience ONE_PACKET = new Patience(Duration.ofMillis(100), 1);

  public Patience {
    if (timeout.isNegative() || timeout.isZero() || udpAttempts < 1) {
      throw new IllegalArgumentException("no patience at all");
    }
  }

  /** How long the slowest of these probes may have to be waited for. */
  public Duration longest(List<Probe> probes) {
    boolean repeated = probes.stream().anyMatch(probe -> probe.transport() == Transport.UDP);
    return repeated ? timeout.multipliedBy(udpAttempts) : timeout;
  }
}
