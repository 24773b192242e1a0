package dev.durward.model;

import java.util.Optional;

/**
 * A packet, seen as a part of its connection: who opened that, and which way the packet goes in it.
 *
 * @param direction who opened the connection
 * @param protocol the IANA number
 * @param local this host's address
 * @param remote the other side's address, of the same family
 * @param sourcePort of the packet that opened the connection; 0 where the protocol has no ports
 * @param destinationPort likewise; of ICMP its type
 * @param networkInterface the name of the interface that the packet crosses
 * @param leg which packet of the connection it is
 * @param user the local user whose process opened the connection, if it was opened from here
 */
public record Flow(
    Direction direction,
    int protocol,
    IpAddress local,
    IpAddress remote,
    int sourcePort,
    int destinationPort,
    String networkInterface,
    Leg leg,
    Optional<String> user) {

  /** The name of Linux' loopback interface. */
  public static final String LOOPBACK = "lo";

  /** Which packet of a connection. */
  public enum Leg {
    /** The one that opens it. */
    OPENING,
    /** A later one of the side that opened it. */
    RUNNING,
    /** One of the other side. */
    REPLY
  }

  public Flow {
    if (local.family() != remote.family()) {
      throw new IllegalArgumentException("two families in one packet: " + local + ", " + remote);
    }
  }

  public Family family() {
    return local.family();
  }

  public boolean isLoopback() {
    return networkInterface.equals(LOOPBACK);
  }
}
