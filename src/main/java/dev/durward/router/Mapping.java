package dev.durward.router;

import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import java.time.Duration;
import java.util.Optional;

/**
 * A mapping that a router says it has, whosoever.
 *
 * @param internal the host that it leads to
 * @param description what its maker calls it; Durward's is {@code durward:POLICY/RULE}
 * @param left how long it stays; empty if for ever
 */
public record Mapping(
    Protocol protocol,
    int externalPort,
    IpAddress internal,
    int internalPort,
    String description,
    Optional<Duration> left) {
  /** Whether it is what was given, as far as a router tells. */
  boolean isOf(Grant grant) {
    Forward forward = grant.forward();
    return protocol.equals(forward.protocol())
        && externalPort == forward.externalPort()
        && internal.equals(grant.internal())
        && internalPort == forward.internalPort()
        && (grant.method() != Method.UPNP || description.equals(forward.owner().text()));
  }

  /** Who has it, for people: {@code 192.168.1.7:443 (Web)}. */
  public String holder() {
    return internal + ":" + internalPort + (description.isEmpty() ? "" : " (" + description + ")");
  }
}
