package dev.durward.platform.host;

import dev.durward.exec.CommandRunner;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.probe.derivation.HostNetwork;
import dev.durward.probe.derivation.HostNetwork.Interface;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads interfaces, addresses and neighbours of the calling thread's network namespace. */
public final class HostNetworkReader {
  private final CommandRunner runner;

  public HostNetworkReader(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Reads them.
   *
   * @throws FirewallException if iproute2 is missing or fails
   */
  public HostNetwork read() throws FirewallException, InterruptedException {
    IpTool ip =
        IpTool.find(runner, "ip")
            .orElseThrow(
                () ->
                    new FirewallException(
                        Kind.TOOL_MISSING, "there is no ip command", "install iproute2"));
    try {
      Set<IpAddress> taken = new HashSet<>(Listeners.peers());
      taken.addAll(neighbours(ip.run("neigh", "show")));
      taken.addAll(gateways(ip.run("-4", "route", "show", "table", "all")));
      taken.addAll(gateways(ip.run("-6", "route", "show", "table", "all")));
      return new HostNetwork(
          interfaces(ip.run("-o", "link", "show"), ip.run("-o", "addr", "show")), taken);
    } catch (IOException | IllegalArgumentException e) {
      throw new FirewallException(
          Kind.UNREADABLE,
          "the host's network could not be read: " + e.getMessage(),
          "run ip addr, ip neigh and ip route by hand to see why");
    }
  }

  /**
   * Reads the lines of two listings.
   *
   * <pre>
   * 4: eth0: &lt;BROADCAST,MULTICAST,UP,LOWER_UP&gt; mtu 1400 qdisc …
   * 7: veth1@if6: &lt;BROADCAST,MULTICAST&gt; mtu 1500 …
   * 4: eth0    inet 192.168.5.10/24 brd 192.168.5.255 scope global eth0\       valid_lft …
   * 4: eth0    inet6 fe80::1/64 scope link \       valid_lft …
   * 5: tun0    inet 10.8.0.1 peer 10.8.0.2/32 scope global tun0\ …
   * </pre>
   */
  static List<Interface> interfaces(String links, String addresses) {
    Map<String, Boolean> up = new LinkedHashMap<>();
    for (String line : links.lines().toList()) {
      String[] words = line.split("\\s+", 4);
      String name = words[1].substring(0, words[1].length() - 1).replaceFirst("@.*", "");
      up.put(name, List.of(words[2].replaceAll("[<>]", "").split(",", -1)).contains("UP"));
    }
    List<Interface> interfaces = new ArrayList<>();
    up.forEach(
        (name, isUp) -> interfaces.add(new Interface(name, isUp, addressesOf(name, addresses))));
    return interfaces;
  }

  private static List<IpAddress> addressesOf(String name, String addresses) {
    List<IpAddress> found = new ArrayList<>();
    for (String line : addresses.lines().toList()) {
      List<String> words = List.of(line.trim().split("\\s+"));
      boolean usable =
          words.size() > 3
              && words.get(1).equals(name)
              && words.get(2).startsWith("inet")
              && after(words, "scope").equals(Optional.of("global"))
              && !words.contains("tentative")
              && !words.contains("dadfailed");
      if (usable) {
        IpAddress.parse(words.get(3).replaceFirst("/.*", "")).ifPresent(found::add);
      }
    }
    return found;
  }

  /** {@code 192.168.5.1 dev eth0 lladdr 02:fc:00:00:00:05 REACHABLE}. */
  static Set<IpAddress> neighbours(String text) {
    Set<IpAddress> found = new HashSet<>();
    for (String line : text.lines().toList()) {
      if (line.contains(" lladdr ")) {
        IpAddress.parse(line.split("\\s+", 2)[0]).ifPresent(found::add);
      }
    }
    return found;
  }

  /** {@code default via 192.168.5.1 dev eth0}, {@code nexthop via …}. */
  static Set<IpAddress> gateways(String text) {
    Set<IpAddress> found = new HashSet<>();
    for (String line : text.lines().toList()) {
      after(List.of(line.trim().split("\\s+")), "via")
          .flatMap(IpAddress::parse)
          .ifPresent(found::add);
    }
    return found;
  }

  private static Optional<String> after(List<String> words, String key) {
    int at = words.indexOf(key);
    return at < 0 || at + 1 == words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }
}
