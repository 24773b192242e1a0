package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;

/**
 * The first packet of a connection to a host.
 *
 * @param key no other packet of its test has it
 * @param protocol the IANA number
 * @param sourcePort the identifier of an ICMP echo; 0 where the protocol has no ports
 * @param destinationPort 0 for ICMP, and where the protocol has no ports
 * @param networkInterface by which the host receives it
 */
record Packet(
    int key,
    int protocol,
    IpAddress source,
    IpAddress destination,
    int sourcePort,
    int destinationPort,
    String networkInterface) {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int GRE = 47;
  static final int ESP = 50;
  static final int ICMPV6 = 58;
  static final int OSPF = 89;
  static final int SCTP = 132;

  Family family() {
    return source.family();
  }

  static boolean hasPorts(int protocol) {
    return protocol == TCP || protocol == UDP || protocol == SCTP;
  }

  static boolean isIcmp(int protocol) {
    return protocol == ICMP || protocol == ICMPV6;
  }

  /** What conntrack knows its connection by. */
  String tuple() {
    return protocol + " " + source + " " + sourcePort + " " + destination + " " + destinationPort;
  }
}
