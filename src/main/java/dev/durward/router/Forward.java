package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import java.time.Duration;

/**
 * A port of the router that is to lead to one of this host; in IPv6 a hole in its firewall.
 *
 * @param owner the rule that wants it
 * @param protocol TCP or UDP
 * @param externalPort the router's; in IPv6 the same as the host's
 * @param internalPort this host's
 * @param lease how long it is asked for, in whole seconds, at least one
 */
public record Forward(
    Mark owner,
    Family family,
    Protocol protocol,
    int externalPort,
    int internalPort,
    Duration lease) {
  public Forward {
    if (!protocol.equals(Protocol.TCP) && !protocol.equals(Protocol.UDP)) {
      throw new IllegalArgumentException("routers forward TCP and UDP alone");
    }
    if (family == Family.IPV6 && externalPort != internalPort) {
      throw new IllegalArgumentException("a hole has one port");
    }
    if (lease.toSeconds() < 1) {
      throw new IllegalArgumentException("a lease of no time");
    }
  }

  /** {@code 443/tcp}, the router's side. */
  public String external() {
    return externalPort + "/" + protocol.word();
  }
}
