package dev.durward.platform.running;

import dev.durward.exec.Command;
import dev.durward.model.AddressRange;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.plan.Script.Parting;
import dev.durward.platform.host.LocalEnds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the kernel remembers of connections, in the words of conntrack(8). Each entry tells who
 * began: it is one from outside if its replies come from this host, and one to the outside if its
 * first packet did. Once it is forgotten, the next packet is asked about like the first one. That
 * of a connection of TCP that was ended lets one between the same ends begin for ten seconds more.
 */
final class Memory {
  /** Each of them looks through all that the kernel remembers, and is to be read by the user. */
  private static final int MOST = 40;

  /** What conntrack calls otherwise than iptables. */
  private static final Map<String, String> WORDS = Map.of("ipv6-icmp", "icmpv6");

  private final Packets packets;
  private final List<IpAddress> local;
  private final PortSet localPorts;

  private Memory(Packets packets, List<IpAddress> local, PortSet localPorts) {
    this.packets = packets;
    this.local = local;
    this.localPorts = localPorts;
  }

  /** What there is of connections of which these are packets. */
  static Memory of(Packets packets, LocalEnds ends) {
    List<IpAddress> local =
        ends.addresses().stream()
            .filter(address -> packets.local().stream().anyMatch(range -> range.contains(address)))
            .sorted()
            .toList();
    Memory written = new Memory(packets, local, packets.localPorts());
    boolean known = packets.protocol().equals("tcp") || packets.protocol().equals("udp");
    if (!packets.isIn() || !known || written.isSayable()) {
      return written;
    }
    PortSet listened = packets.protocol().equals("tcp") ? ends.tcp() : ends.udp();
    return new Memory(packets, local, packets.localPorts().intersection(listened));
  }

  /** Whether it can be said in few enough commands: conntrack takes one port each. */
  boolean isSayable() {
    return (long) count(localPorts)
            * count(packets.remotePorts())
            * local.size()
            * packets.remote().size()
        <= MOST;
  }

  private static int count(PortSet ports) {
    return ports.isAll() ? 1 : ports.size();
  }

  /** This host's ports in it. */
  PortSet localPorts() {
    return localPorts;
  }

  /** What takes all of it away. */
  List<Parting> partings(Path conntrack) {
    List<Parting> partings = new ArrayList<>();
    for (IpAddress address : local) {
      for (AddressRange network : packets.remote()) {
        for (String port : texts(localPorts)) {
          for (String remotePort : texts(packets.remotePorts())) {
            List<String> which = which(address, network, port, remotePort);
            partings.add(
                new Parting(command(conntrack, "-D", which), command(conntrack, "-L", which)));
          }
        }
      }
    }
    return partings;
  }

  private static List<String> texts(PortSet ports) {
    return ports.isAll() ? List.of("") : ports.ports().mapToObj(Integer::toString).toList();
  }

  /** Ports of this host count as they are behind a redirection: so rules see them too. */
  private List<String> which(
      IpAddress address, AddressRange network, String port, String remotePort) {
    List<String> words = new ArrayList<>(List.of("-f", packets.family().word()));
    String protocol = packets.protocol().equals(Packets.ANY) ? "" : packets.protocol();
    add(words, "-p", WORDS.getOrDefault(protocol, protocol));
    String remote = network.isAll() ? "" : network.toString();
    if (packets.isIn()) {
      add(words, "-s", remote);
      add(words, "--sport", remotePort);
      add(words, "--reply-src", address.toString());
      add(words, "--reply-port-src", port);
    } else {
      add(words, "-s", address.toString());
      add(words, "--sport", port);
      add(words, "-d", remote);
      add(words, "--dport", remotePort);
    }
    return words;
  }

  private static void add(List<String> words, String option, String value) {
    if (!value.isEmpty()) {
      words.addAll(List.of(option, value));
    }
  }

  private static Command command(Path conntrack, String what, List<String> which) {
    List<String> words = new ArrayList<>(List.of(conntrack.toString(), what));
    words.addAll(which);
    return Command.of(words.toArray(String[]::new));
  }
}
