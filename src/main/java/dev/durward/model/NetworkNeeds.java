package dev.durward.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What comes in unasked and a host is not reached without: no {@code inbound: block} is about it.
 *
 * <p>DHCP for IPv4 needs nothing here: its clients read from raw sockets, before any rule.
 */
public final class NetworkNeeds {
  /** The addresses of links, of which DHCPv6 servers answer. */
  public static final AddressRange LINK_LOCAL =
      IpAddress.parse("fe80::").flatMap(first -> AddressRange.ofPrefix(first, 10)).orElseThrow();

  /** Of DHCPv6 (RFC 8415, 7.2). */
  public static final int DHCP_SERVER = 547;

  public static final int DHCP_CLIENT = 546;

  /** Destination unreachable, echo request, time exceeded, parameter problem (RFC 792). */
  private static final List<Integer> ICMP = List.of(3, 8, 11, 12);

  /**
   * Those of RFC 4890, 4.4.1 and 4.4.2: errors, echo, multicast listeners, neighbours and routers,
   * certification paths, multicast routers.
   */
  private static final List<Integer> ICMP_V6 =
      IntStream.of(
              1, 2, 3, 4, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 143, 148, 149, 151, 152,
              153)
          .boxed()
          .toList();

  private static final int UDP = 17;

  private NetworkNeeds() {}

  /** The types of ICMP or ICMPv6, ascending. */
  public static List<Integer> icmpTypes(Family family) {
    return family == Family.IPV4 ? ICMP : ICMP_V6;
  }

  static boolean include(Flow flow) {
    if (Protocol.ICMP.matches(flow.protocol(), flow.family())) {
      return icmpTypes(flow.family()).contains(flow.destinationPort());
    }
    return flow.protocol() == UDP
        && flow.sourcePort() == DHCP_SERVER
        && flow.destinationPort() == DHCP_CLIENT
        && LINK_LOCAL.contains(flow.remote());
  }
}
