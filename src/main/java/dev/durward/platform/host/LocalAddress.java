package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;

/** The address of this host that its router knows it by. Nothing is sent to find it out. */
final class LocalAddress {
  /** The first of all global addresses (RFC 4291 section 2.5.4), which nobody has. */
  private static final IpAddress ANYWHERE = new IpAddress(Family.IPV6, 0x2000L << 48, 1);

  private LocalAddress() {}

  /**
   * In IPv4 the source of packets to the router. In IPv6 the source of packets to everywhere, if
   * that is of the interface that leads to the router, and not a VPN's; else that interface's first
   * global one. A link-local address is none that anybody could come to.
   *
   * @param own the addresses of the interface that leads to the router; in IPv4 not needed
   * @return empty if the host has none
   */
  static Optional<IpAddress> towards(IpAddress router, List<IpAddress> own) throws IOException {
    if (router.family() == Family.IPV4) {
      return Optional.of(sourceTowards(router));
    }
    List<IpAddress> global = own.stream().filter(LocalAddress::isGlobal).toList();
    if (global.isEmpty()) {
      return Optional.empty();
    }
    IpAddress source = sourceTowards(ANYWHERE);
    return Optional.of(global.contains(source) ? source : global.get(0));
  }

  /** Within 2000::/3, from which all global addresses are assigned. */
  private static boolean isGlobal(IpAddress address) {
    return address.high() >>> 61 == 1;
  }

  /** A datagram socket that is connected has chosen its address, and sent nothing (udp(7)). */
  private static IpAddress sourceTowards(IpAddress destination) throws IOException {
    StandardProtocolFamily family =
        destination.family() == Family.IPV4
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(new InetSocketAddress(destination.toInetAddress(), 9));
      InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
      return IpAddress.ofBytes(local.getAddress().getAddress());
    }
  }
}
