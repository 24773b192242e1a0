package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads which router leads out of the network of the calling thread's network namespace. */
public final class LinuxGateways {
  /** Not {@code /proc/net}: that is the main thread's namespace. */
  private static final Path NET = Path.of("/proc/thread-self/net");

  private LinuxGateways() {}

  /**
   * Reads it.
   *
   * @return the router of that family; empty if there is none, or in IPv6 no address of this host
   *     that others could come to
   * @throws FirewallException if the kernel doesn't tell
   */
  public static Optional<Gateway> read(Family family) throws FirewallException {
    Path file = NET.resolve(family == Family.IPV4 ? "route" : "ipv6_route");
    try {
      // A kernel without IPv6 has no such file.
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      Optional<DefaultRoute<String>> route =
          DefaultRoute.best(
              family == Family.IPV4
                  ? DefaultRoute.ofIpv4(lines, ByteOrder.nativeOrder())
                  : DefaultRoute.ofIpv6(lines));
      return route.isPresent() ? gateway(route.get()) : Optional.empty();
    } catch (IOException e) {
      throw new FirewallException(
          Kind.UNREADABLE,
          "which router leads out of this network could not be read: " + e.getMessage(),
          "run ip route by hand to see why");
    }
  }

  private static Optional<Gateway> gateway(DefaultRoute<String> route) throws IOException {
    String name = route.networkInterface();
    Optional<IpAddress> local =
        LocalAddress.towards(route.router(), NetworkInterface.getByName(name));
    return local.map(address -> new Gateway(route.router(), name, address));
  }
}
