package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads which router leads out of the network of the calling thread's network namespace. */
public final class LinuxGateways {
  /** Not {@code /proc/net}: that is the main thread's namespace. */
  private static final Path NET = Path.of("/proc/thread-self/net");

  /** {@code IFA_F_DADFAILED} and {@code IFA_F_TENTATIVE}. */
  private static final long UNUSABLE = 0x08 | 0x40;

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
    Path file = NET.resolve("if_inet6");
    List<IpAddress> own =
        Files.exists(file) ? addresses(Files.readAllLines(file), name) : List.of();
    return LocalAddress.towards(route.router(), own)
        .map(address -> new Gateway(route.router(), name, address));
  }

  /**
   * Reads the addresses that an interface can use, from {@code /proc/net/if_inet6}: address, number
   * of the interface, prefix, scope, flags ({@code IFA_F_} of linux/if_addr.h), interface. All
   * numbers are hexadecimal.
   *
   * <pre>
   * 2a000077000000000000000000000010 02 40 00 80     eth0
   * </pre>
   *
   * @return in that order; what isn't understood is none
   */
  static List<IpAddress> addresses(List<String> lines, String networkInterface) {
    List<IpAddress> addresses = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", -1);
      boolean isOwn =
          words.length == 6
              && words[5].equals(networkInterface)
              && words[0].matches("[0-9a-f]{32}")
              && words[4].matches("[0-9a-f]{1,8}")
              && (Long.parseLong(words[4], 16) & UNUSABLE) == 0;
      if (isOwn) {
        addresses.add(IpAddress.ofBytes(HexFormat.of().parseHex(words[0])));
      }
    }
    return addresses;
  }
}
