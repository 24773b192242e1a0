package dev.durward.platform.running;

import dev.durward.exec.Command;
import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.plan.Script.Parting;
import dev.durward.platform.host.LocalEnds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Connections of TCP in the words of ss(8), which shows them, and with {@code -K} ends them. Each
 * family has its own: with addresses of both ss looks at the sockets of one alone (iproute2 6.1).
 * IPv4 in a socket of IPv6 is IPv4.
 */
final class SocketFilter {
  private static final IpAddress LOOPBACK_4 = IpAddress.parse("127.0.0.1").orElseThrow();
  private static final IpAddress LOOPBACK_6 = IpAddress.parse("::1").orElseThrow();

  private final Packets packets;
  private final LocalEnds ends;

  private SocketFilter(Packets packets, LocalEnds ends) {
    this.packets = packets;
    this.ends = ends;
  }

  /**
   * The local ports of the connections that are ended: whoever came in came to a port that is
   * listened on, and who went out has left from another one.
   */
  static PortSet localPorts(Packets packets, LocalEnds ends) {
    return packets.isIn()
        ? packets.localPorts().intersection(ends.tcp())
        : packets.localPorts().minus(ends.tcp());
  }

  /** What ends the connections of which these are packets; nothing if there can be none. */
  static Optional<Parting> parting(Packets packets, LocalEnds ends, Path ss) {
    return localPorts(packets, ends).isEmpty()
        ? Optional.empty()
        : Optional.of(new SocketFilter(packets, ends).parting(ss.toString()));
  }

  private Parting parting(String ss) {
    return new Parting(
        command(ss, "-H", "-K", "-t", "-n", "state", "connected", "exclude", "time-wait"),
        command(
            ss,
            "-H",
            "-t",
            "-n",
            "state",
            "connected",
            "exclude",
            "time-wait",
            "exclude",
            // Older kernels keep the last of a connection in this state, and don't end it.
            "fin-wait-2"));
  }

  private Command command(String... words) {
    return Command.of(Stream.concat(Stream.of(words), Stream.of(text())).toArray(String[]::new));
  }

  private String text() {
    List<String> all = new ArrayList<>();
    PortSet listened = packets.localPorts().intersection(ends.tcp());
    if (packets.isIn()) {
      all.add(either(ports("sport", listened)));
    } else if (!packets.localPorts().isAll()) {
      all.add(either(ports("sport", packets.localPorts())));
    }
    if (!packets.remotePorts().isAll()) {
      all.add(either(ports("dport", packets.remotePorts())));
    }
    all.add(either(addresses("dst", packets.remote())));
    if (packets.local().stream().noneMatch(AddressRange::isAll)) {
      all.add(either(addresses("src", packets.local())));
    }
    if (!packets.isIn() && !listened.isEmpty()) {
      all.add(neither(ports("sport", listened)));
    }
    List<String> own = own();
    if (!own.isEmpty()) {
      all.add(neither(own));
    }
    return String.join(" and ", all);
  }

  /** What this host says to itself goes over loopback, whatever its address. */
  private List<String> own() {
    boolean four = packets.family() == Family.IPV4;
    List<String> own = new ArrayList<>();
    if (isRemote(four ? LOOPBACK_4 : LOOPBACK_6)) {
      own.add(four ? "dst 127.0.0.0/8" : "dst [::1]");
    }
    if (!four && packets.remote().stream().anyMatch(AddressRange::isAll)) {
      own.add("dst [::ffff:0:0/96]");
    }
    List<AddressRange> addresses =
        ends.addresses().stream().filter(this::isRemote).sorted().map(AddressRange::of).toList();
    own.addAll(addresses("dst", addresses));
    return own;
  }

  private boolean isRemote(IpAddress address) {
    return packets.remote().stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> addresses(String side, List<AddressRange> ranges) {
    return ranges.stream()
        .map(
            range -> range.family() == Family.IPV4 ? side + " " + range : side + " [" + range + "]")
        .toList();
  }

  private static List<String> ports(String side, PortSet ports) {
    return ports.ranges().stream().map(range -> port(side, range)).toList();
  }

  private static String port(String side, PortRange range) {
    return range.size() == 1
        ? side + " = :" + range.first()
        : "( " + side + " >= :" + range.first() + " and " + side + " <= :" + range.last() + " )";
  }

  private static String either(List<String> some) {
    return some.size() == 1 ? some.get(0) : "( " + String.join(" or ", some) + " )";
  }

  private static String neither(List<String> some) {
    return "not ( " + String.join(" or ", some) + " )";
  }
}
