package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.host.NetworkNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A host, and a wire into each of its interfaces, each side a network namespace of this process.
 * Frames of anybody may be put on the wires. Behind all chains of iptables at INPUT a table of
 * nftables writes down whose have come through; so neither what listens there nor what the host
 * lets out has a say.
 */
final class Street implements AutoCloseable {
  /** The station that all of the host's answers go to: nobody. */
  private static final String NOBODY = "02:cc:00:00:00:01";

  private static final Pattern STATION = Pattern.compile("02:dd(:[0-9a-f]{2}){4}");
  private static final long PATIENCE_SECONDS = 20;

  /** Before raw (-300), and behind security (50), the last table at INPUT. */
  private static final String WITNESS =
      """
      table inet witness {
        set came { type ether_addr; size 65535; flags dynamic; }
        set passed { type ether_addr; size 65535; flags dynamic; }
        chain wire {
          type filter hook prerouting priority -450
          iiftype ether add @came { ether saddr }
        }
        chain inside {
          type filter hook input priority 400
          iiftype ether add @passed { ether saddr }
        }
      }
      """;

  private final NetworkNamespace host;
  private final NetworkNamespace wires;
  private final List<String> interfaces;
  private final List<IpAddress> addresses;

  private Street(
      NetworkNamespace host,
      NetworkNamespace wires,
      List<String> interfaces,
      List<IpAddress> addresses) {
    this.host = host;
    this.wires = wires;
    this.interfaces = interfaces;
    this.addresses = addresses;
  }

  /** What became of packets: those that came through, and those that were refused. */
  record Sighting(Set<Packet> passed, Set<Packet> refused) {}

  /**
   * Builds one around a host.
   *
   * @param host as it was made, with rules or without; closed with the street
   * @param interfaces the names that it gets
   * @param others its addresses besides one of each family for each interface
   */
  static Street around(NetworkNamespace host, List<String> interfaces, List<IpAddress> others)
      throws Exception {
    List<IpAddress> all = new ArrayList<>(others);
    for (Family family : Family.values()) {
      for (int i = 0; i < interfaces.size(); i++) {
        all.add(IpAddress.parse(own(family, i)).orElseThrow());
      }
    }
    Street street =
        new Street(host, NetworkNamespace.create(), List.copyOf(interfaces), List.copyOf(all));
    street.settle(others);
    return street;
  }

  /** The address of an interface. */
  static String own(Family family, int index) {
    return family == Family.IPV4 ? "10.77." + index + ".1" : "fd77:0:0:" + index + "::1";
  }

  private void settle(List<IpAddress> others) throws IOException, InterruptedException {
    // Any source may come by any interface, and each refusal is answered.
    run(
        host,
        "",
        "/sbin/sysctl",
        "-qew",
        "net.ipv4.conf.all.rp_filter=0",
        "net.ipv4.conf.default.rp_filter=0",
        "net.ipv4.icmp_ratelimit=0",
        "net.ipv4.icmp_ratemask=0",
        "net.ipv4.icmp_msgs_per_sec=100000",
        "net.ipv4.icmp_msgs_burst=100000",
        "net.ipv6.icmp.ratelimit=0");
    StringBuilder batch = new StringBuilder("link set dev lo up\n");
    StringBuilder ends = new StringBuilder();
    for (int i = 0; i < interfaces.size(); i++) {
      String name = interfaces.get(i);
      batch.append("link add ").append(name).append(" address ").append(station(i));
      batch.append(" type veth peer name w").append(i).append(" netns ");
      batch.append(wires.threadId()).append("\nlink set dev ").append(name).append(" up\n");
      for (Family family : Family.values()) {
        add(batch, own(family, i), family, name);
      }
      ends.append("link set dev w").append(i).append(" up\n");
    }
    for (IpAddress address : others) {
      add(batch, address.toString(), address.family(), "lo");
    }
    way(batch, "0.0.0.0/0", "169.254.77.254");
    way(batch, "::/0", "fe80::77");
    run(host, batch.toString(), "/sbin/ip", "-batch", "-");
    run(wires, ends.toString(), "/sbin/ip", "-batch", "-");
    run(host, WITNESS, "/usr/sbin/nft", "-f", "-");
  }

  private static void add(StringBuilder batch, String address, Family family, String name) {
    batch.append("addr add ").append(address).append(family == Family.IPV4 ? "/32" : "/128 nodad");
    batch.append(" dev ").append(name).append('\n');
  }

  /** Everybody is reached by the first interface. */
  private void way(StringBuilder batch, String everybody, String gateway) {
    String name = interfaces.get(0);
    batch.append("neigh replace ").append(gateway).append(" lladdr ").append(NOBODY);
    batch.append(" dev ").append(name).append(" nud permanent\nroute add ").append(everybody);
    batch.append(" via ").append(gateway).append(" dev ").append(name).append(" onlink\n");
  }

  private static String station(int index) {
    return "02:00:00:00:00:" + String.format("%02x", index);
  }

  /** Every address of the host. */
  AddressSet local() {
    return AddressSet.of(addresses.stream().map(AddressRange::of).toList());
  }

  /** Those of a family. */
  List<IpAddress> addresses(Family family) {
    return addresses.stream().filter(address -> address.family() == family).toList();
  }

  List<String> interfaces() {
    return interfaces;
  }

  private static String run(NetworkNamespace where, String input, String... words)
      throws IOException, InterruptedException {
    Command command = Command.of(words).withInput(input);
    CommandResult result = where.call(() -> new ProcessRunner().run(command));
    if (!result.succeeded()) {
      throw new IOException(command.line() + ": " + result.complaint() + "\n" + input);
    }
    return result.text();
  }

  /** Puts packets on the wires, and tells what became of them. */
  Sighting send(List<Packet> packets) throws IOException, InterruptedException {
    run(
        host,
        "flush set inet witness came\nflush set inet witness passed\n",
        "/usr/sbin/nft",
        "-f",
        "-");
    return wires.call(() -> sent(packets));
  }

  private Sighting sent(List<Packet> packets) throws IOException, InterruptedException {
    try (PacketSocket socket = PacketSocket.open()) {
      int[] wires = new int[interfaces.size()];
      for (int at = 0; at < wires.length; at++) {
        wires[at] = PacketSocket.index("w" + at);
      }
      for (Packet packet : packets) {
        int at = interfaces.indexOf(packet.networkInterface());
        byte[] to = {2, 0, 0, 0, 0, (byte) at};
        socket.send(wires[at], Frames.of(packet, to));
      }
      long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
      while (!among(packets, "came").containsAll(packets)) {
        if (System.nanoTime() > deadline) {
          throw new IOException("packets got lost on the wire");
        }
      }
      // A packet is through with all chains before the CPU takes the next one.
      Set<Packet> passed = among(packets, "passed");
      List<byte[]> answers = socket.received();
      return new Sighting(
          passed,
          packets.stream()
              .filter(packet -> answers.stream().anyMatch(each -> Frames.refuses(each, packet)))
              .collect(Collectors.toSet()));
    }
  }

  private Set<Packet> among(List<Packet> packets, String set)
      throws IOException, InterruptedException {
    String listed = run(host, "", "/usr/sbin/nft", "list", "set", "inet", "witness", set);
    Set<String> stations =
        STATION.matcher(listed).results().map(each -> each.group()).collect(Collectors.toSet());
    Set<Packet> some = new HashSet<>(packets);
    some.removeIf(packet -> !stations.contains(Frames.station(packet.key())));
    return some;
  }

  @Override
  public void close() {
    wires.close();
    host.close();
  }
}
