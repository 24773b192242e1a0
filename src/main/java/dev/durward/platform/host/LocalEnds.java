package dev.durward.platform.host;

import dev.durward.exec.CommandRunner;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * This host's ends of connections, and what ends those.
 *
 * @param ss ends connections of TCP (ss(8), iproute2); absent where it isn't installed
 * @param conntrack has the kernel forget connections (conntrack(8)); absent likewise
 * @param tcp the ports that somebody listens on
 * @param udp likewise
 * @param addresses all of its own, but for loopback's
 */
public record LocalEnds(
    Optional<Path> ss,
    Optional<Path> conntrack,
    PortSet tcp,
    PortSet udp,
    Set<IpAddress> addresses) {
  public LocalEnds {
    addresses = Set.copyOf(addresses);
  }

  /**
   * Reads those of the calling thread's network namespace. Without iproute2 the own addresses
   * aren't known, and nothing is found that would end a connection.
   */
  public static LocalEnds read(CommandRunner runner)
      throws FirewallException, InterruptedException {
    try {
      Set<Listener> listeners = new Listeners().read().listeners().orElse(Set.of());
      PortSet tcp = ports(listeners, Transport.TCP);
      PortSet udp = ports(listeners, Transport.UDP);
      Optional<IpTool> ip = IpTool.find(runner, "ip");
      return ip.isEmpty()
          ? new LocalEnds(Optional.empty(), Optional.empty(), tcp, udp, Set.of())
          : new LocalEnds(
              IpTool.find(runner, "ss").map(IpTool::executable),
              IpTool.find(runner, "conntrack").map(IpTool::executable),
              tcp,
              udp,
              addresses(ip.get().run("-o", "addr", "show")));
    } catch (IOException e) {
      throw new FirewallException(
          Kind.UNREADABLE,
          "the host's sockets and addresses could not be read: " + e.getMessage(),
          "run ss -tuln and ip addr by hand to see why");
    }
  }

  private static PortSet ports(Set<Listener> listeners, Transport transport) {
    return PortSet.of(
        listeners.stream()
            .filter(listener -> listener.transport() == transport)
            .mapToInt(listener -> listener.local().port())
            .filter(port -> port > 0)
            .toArray());
  }

  /** {@code 2: eth0 inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0}. */
  static Set<IpAddress> addresses(String text) {
    Set<IpAddress> found = new HashSet<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.trim().split("\\s+"));
      if (words.size() > 3 && words.get(2).startsWith("inet")) {
        IpAddress.parse(words.get(3).replaceFirst("/.*", ""))
            .filter(address -> !address.toInetAddress().isLoopbackAddress())
            .ifPresent(found::add);
      }
    }
    return found;
  }
}
