package dev.durward.platform.host;

import dev.durward.model.IpAddress;
import dev.durward.probe.derivation.HostNetwork;
import dev.durward.probe.derivation.HostNetwork.Interface;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Interfaces and addresses as the JDK tells them, on any system. */
public final class JavaNetwork {
  private JavaNetwork() {}

  /**
   * Reads them; who else is about is not known.
   *
   * @throws SocketException if the system doesn't tell
   */
  public static HostNetwork read() throws SocketException {
    List<Interface> interfaces = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      List<IpAddress> addresses =
          each.inetAddresses()
              .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
              .map(InetAddress::getAddress)
              .map(IpAddress::ofBytes)
              .toList();
      interfaces.add(new Interface(each.getName(), each.isUp(), addresses));
    }
    return new HostNetwork(interfaces, Set.of());
  }
}
