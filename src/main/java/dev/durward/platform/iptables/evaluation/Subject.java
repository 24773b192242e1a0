package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import java.time.Instant;
import java.util.Optional;

/**
 * What the packets have in common that are looked at.
 *
 * @param family their family
 * @param direction who opens their connections
 * @param protocol the IANA number
 * @param icmpType of ICMP packets, type and code; empty for other protocols
 * @param local the addresses of this host; empty if they aren't known, as of a dump
 * @param now the time at which they come; empty if it is about any
 */
public record Subject(
    Family family,
    Direction direction,
    int protocol,
    Optional<IcmpType> icmpType,
    Optional<AddressSet> local,
    Optional<Instant> now) {

  /** RFC 792, RFC 4443. */
  public record IcmpType(int type, int code) {}
}
