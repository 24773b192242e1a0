package dev.durward.router.upnp;

import dev.durward.platform.Gateway;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * The gateway as the JDK's network classes name it.
 *
 * @param router its address; one of IPv6 that is link-local with its interface
 * @param local this host's, as it sees it
 * @param card this host's interface that leads to it
 */
record Peer(Gateway gateway, InetAddress router, InetAddress local, NetworkInterface card) {
  /**
   * Looks the interface up.
   *
   * @throws IOException if there is none of that name
   */
  static Peer of(Gateway gateway) throws IOException {
    NetworkInterface card = NetworkInterface.getByName(gateway.networkInterface());
    if (card == null) {
      throw new SocketException("there is no interface " + gateway.networkInterface());
    }
    return new Peer(
        gateway,
        scoped(gateway.address().toInetAddress(), card),
        scoped(gateway.local().toInetAddress(), card),
        card);
  }

  /** By the number of the interface: by its name the JDK looks in the process's namespace. */
  private static InetAddress scoped(InetAddress address, NetworkInterface card) throws IOException {
    return address instanceof Inet6Address && address.isLinkLocalAddress()
        ? Inet6Address.getByAddress(null, address.getAddress(), card.getIndex())
        : address;
  }

  /**
   * From where it is searched for: an answer must come from its very address, and a router answers
   * a link-local address, which the kernel chooses for one, from its own.
   */
  InetSocketAddress searcher() {
    return router.isLinkLocalAddress() ? new InetSocketAddress(0) : new InetSocketAddress(local, 0);
  }
}
