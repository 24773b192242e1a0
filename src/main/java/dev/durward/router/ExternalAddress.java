package dev.durward.router;

import dev.durward.model.AddressRange;
import dev.durward.model.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a router's address outside tells: whether anybody can come to it from the Internet. Sources:
 * the IANA registries of special-purpose addresses of IPv4 and IPv6 (RFC 6890), of multicast
 * addresses, and of IPv6's global unicast addresses.
 */
public final class ExternalAddress {
  /** The first that holds an address counts. */
  private static final List<Block> BLOCKS =
      List.of(
          new Block("0.0.0.0/8", "no address of a host"),
          new Block("10.0.0.0/8", "private"),
          new Block("100.64.0.0/10", "shared by customers of the provider (carrier-grade NAT)"),
          new Block("127.0.0.0/8", "of the loopback"),
          new Block("169.254.0.0/16", "link-local"),
          new Block("172.16.0.0/12", "private"),
          new Block("192.0.0.9/32", ""), // Port Control Protocol anycast, RFC 7723
          new Block("192.0.0.10/32", ""), // TURN anycast, RFC 8155
          new Block("192.0.0.0/29", "behind the provider's translation (DS-Lite, 464XLAT)"),
          new Block("192.0.0.0/24", "reserved for protocols"),
          new Block("192.0.2.0/24", "for documentation"),
          new Block("192.88.99.0/24", "of the former 6to4 relays"),
          new Block("192.168.0.0/16", "private"),
          new Block("198.18.0.0/15", "for benchmarks"),
          new Block("198.51.100.0/24", "for documentation"),
          new Block("203.0.113.0/24", "for documentation"),
          new Block("224.0.0.0/4", "multicast"),
          new Block("255.255.255.255/32", "for everybody in a network"),
          new Block("240.0.0.0/4", "reserved"),
          new Block("::/128", "no address of a host"),
          new Block("::1/128", "of the loopback"),
          new Block("64:ff9b::/96", "of a translation to IPv4"),
          new Block("64:ff9b:1::/48", "of a private translation to IPv4"),
          new Block("100::/64", "for what is thrown away"),
          new Block("fc00::/7", "private (unique local)"),
          new Block("fe80::/10", "link-local"),
          new Block("fec0::/10", "private (former site-local)"),
          new Block("ff00::/8", "multicast"),
          new Block("2001::/32", "of a Teredo tunnel"),
          new Block("2001:2::/48", "for benchmarks"),
          new Block("2001:db8::/32", "for documentation"),
          new Block("2001:10::/28", "of a former identifier (ORCHID)"),
          new Block("2001:20::/28", "of an identifier (ORCHIDv2)"),
          new Block("2001::/23", "reserved for protocols"),
          new Block("2002::/16", "of a 6to4 tunnel"),
          new Block("3fff::/20", "for documentation"),
          new Block("2000::/3", ""),
          new Block("::/0", "reserved"));

  private ExternalAddress() {}

  /**
   * Addresses of one kind.
   *
   * @param kind what they are; empty if anybody can come to them
   */
  private record Block(AddressRange range, String kind) {
    Block(String prefix, String kind) {
      this(AddressRange.parse(prefix).orElseThrow(), kind);
    }
  }

  /** Why nobody comes to an address from the Internet, after "is"; empty if they can. */
  public static Optional<String> obstacle(IpAddress address) {
    return BLOCKS.stream()
        .filter(block -> block.range().contains(address))
        .findFirst()
        .map(Block::kind)
        .filter(kind -> !kind.isEmpty());
  }
}
