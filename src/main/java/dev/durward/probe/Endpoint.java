package dev.durward.probe;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.net.InetSocketAddress;

/**
 * One end of a connection.
 *
 * @param address its address
 * @param port its port; 0 for whichever is free
 */
public record Endpoint(IpAddress address, int port) {
  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** The same for the JDK's network classes, without any look-up. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(address.toInetAddress(), port);
  }

  /** {@code 192.0.2.1:443}, or RFC 5952 section 6. */
  @Override
  public String toString() {
    return address.family() == Family.IPV6 ? "[" + address + "]:" + port : address + ":" + port;
  }
}
