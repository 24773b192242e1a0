package dev.durward.kernel;

import dev.durward.model.Family;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Matches as anybody writes them, of every kind that the evaluator knows and of some of which it
 * can't know. Few values, so that packets meet them often.
 */
final class ForeignMatches {
  private static final int[] PORTS = {22, 80, 81, 443, 8080};
  private static final DateTimeFormatter HOURS = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Random random;
  private final Family family;

  ForeignMatches(Random random, Family family) {
    this.random = random;
    this.family = family;
  }

  /**
   * Some that go together.
   *
   * @param protocol as {@code -p} has it; empty for all
   * @param out whether the rule may ask for the interface that packets leave by
   */
  String some(String protocol, boolean out) {
    List<Supplier<String>> kinds = new ArrayList<>(common());
    if (out) {
      kinds.add(() -> not() + "-o " + networkInterface());
    }
    switch (protocol) {
      case "tcp", "udp", "sctp" -> {
        kinds.add(() -> port(protocol));
        kinds.add(this::multiport);
        kinds.add(this::multiport);
      }
      case "icmp", "ipv6-icmp" -> kinds.add(this::icmp);
      default -> {}
    }
    if (protocol.equals("tcp")) {
      kinds.add(this::flags);
    }
    Collections.shuffle(kinds, random);
    StringBuilder text = new StringBuilder();
    for (Supplier<String> kind : kinds.subList(0, Math.min(random.nextInt(4), random.nextInt(4)))) {
      text.append(' ').append(kind.get());
    }
    return text.toString();
  }

  private List<Supplier<String>> common() {
    return List.of(
        () -> not() + "-s " + network(true),
        () -> not() + "-d " + network(false),
        () -> "-m iprange " + not() + "--src-range " + range(true),
        () -> "-m iprange " + not() + "--dst-range " + range(false),
        () -> not() + "-i " + networkInterface(),
        this::states,
        () -> "-m state " + not() + "--state " + list("NEW", "ESTABLISHED", "RELATED", "UNTRACKED"),
        () -> "-m mark " + not() + "--mark " + one("0", "1", "0x3", "0x1/0x1", "0x2/0xff"),
        () -> "-m addrtype " + not() + "--dst-type " + one("LOCAL", "UNICAST", "MULTICAST"),
        () -> "-m addrtype " + not() + "--src-type " + one("LOCAL", "UNICAST"),
        () -> "-m pkttype " + not() + "--pkt-type " + one("unicast", "multicast", "broadcast"),
        this::time,
        () -> "-m comment --comment " + one("\"-j DROP\"", "\"-i eth0 ! -s x\"", "\"a \\\"b\\\"\""),
        this::set,
        this::unknown);
  }

  /** What is a matter of chance, of other packets, or of what a packet holds. */
  private String unknown() {
    return one(
        "-m limit --limit 5/min --limit-burst 2",
        "-m recent --name seen --rcheck --seconds 60",
        "-m recent --name seen --set",
        "-m statistic --mode random --probability 0.5",
        "-m length --length 0:40",
        "-m mac --mac-source 02:dd:00:00:00:01",
        "-m connlimit --connlimit-above 2");
  }

  private String states() {
    return switch (random.nextInt(4)) {
      case 0 -> "-m conntrack --ctdir " + one("ORIGINAL", "REPLY");
      case 1 ->
          "-m conntrack "
              + not()
              + "--ctstate "
              + list("NEW", "UNTRACKED", "DNAT")
              + " --ctdir "
              + one("ORIGINAL", "REPLY");
      case 2 -> "-m conntrack " + not() + "--ctproto " + one("6", "17", "47");
      default ->
          "-m conntrack "
              + not()
              + "--ctstate "
              + list("INVALID", "NEW", "ESTABLISHED", "RELATED", "UNTRACKED", "DNAT");
    };
  }

  /** One match for both: of two, iptables-nft-save 1.8.9 shows the last, and both hold. */
  private String port(String protocol) {
    String to = " " + not() + "--dport " + ports();
    String from = " " + not() + "--sport " + ports();
    return "-m " + protocol + one(to, to, from, from + to);
  }

  private String multiport() {
    String more = random.nextBoolean() ? "," + ports() : "";
    return "-m multiport " + not() + one("--dports ", "--sports ", "--ports ") + ports() + more;
  }

  private String ports() {
    int port = PORTS[random.nextInt(PORTS.length)];
    return random.nextInt(3) > 0
        ? Integer.toString(port)
        : one("1:" + port, port + ":" + (port + 20_000), port + ":65535", "0:" + port);
  }

  private String flags() {
    return "-m tcp "
        + not()
        + "--tcp-flags "
        + one(
            "FIN,SYN,RST,ACK SYN",
            "SYN,ACK SYN",
            "ALL NONE",
            "ALL SYN",
            "SYN,FIN SYN,FIN",
            "ACK NONE",
            "RST,ACK ACK");
  }

  private String icmp() {
    return family == Family.IPV4
        ? "-m icmp " + not() + "--icmp-type " + one("8", "8/0", "0", "3/4", "any")
        : "-m icmp6 " + not() + "--icmpv6-type " + one("128", "128/0", "129", "1/4");
  }

  /** Away from now by an hour at least, so that a test can't cross its ends. */
  private String time() {
    LocalTime now = LocalTime.now(ZoneOffset.UTC);
    String start = HOURS.format(now.plusHours(1 + random.nextInt(22)));
    String stop = HOURS.format(now.plusHours(1 + random.nextInt(22)));
    return "-m time "
        + switch (random.nextInt(3)) {
          case 0 -> "--timestart " + start + " --timestop " + stop;
          case 1 -> "--datestart 20" + one("20", "37") + "-05-06T07:08:09";
          default ->
              "--timestart "
                  + start
                  + " --timestop "
                  + stop
                  + " "
                  + not()
                  + "--weekdays "
                  + list("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
        };
  }

  private String set() {
    String version = family == Family.IPV4 ? "4" : "6";
    return "-m set "
        + not()
        + "--match-set "
        + one("nets" + version, "ips" + version, "masked" + version, "ports")
        + one(" src", " dst");
  }

  /** What {@code ipset restore} reads: the sets that matches ask for. */
  static String sets() {
    return """
        create nets4 hash:net family inet
        add nets4 10.1.0.0/16
        add nets4 203.0.113.0/25
        create nets6 hash:net family inet6
        add nets6 2001:db8:1::/48
        add nets6 fd77::/64
        create ips4 hash:ip family inet
        add ips4 10.1.2.3
        add ips4 10.77.0.1
        create ips6 hash:ip family inet6
        add ips6 2001:db8:1::3
        create masked4 hash:ip family inet netmask 16
        add masked4 10.2.0.0
        create masked6 hash:ip family inet6 netmask 48
        add masked6 2001:db8:2::
        create ports bitmap:port range 0-65535
        add ports 80-443
        """;
  }

  String network(boolean source) {
    if (family == Family.IPV4) {
      return source
          ? one("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "203.0.113.0/24", "10.2.128.0/17")
          : one("10.77.0.1/32", "10.77.0.0/24", "10.77.0.0/16", "192.0.2.7/32");
    }
    return source
        ? one("2001:db8::/32", "2001:db8:1::/48", "2001:db8:1::3/128", "2001:db8:2::/47")
        : one("fd77::1/128", "fd77::/64", "fd77::/48", "2001:db8:ffff::7/128");
  }

  private String range(boolean source) {
    if (family == Family.IPV4) {
      return source
          ? one("10.1.2.0-10.1.2.5", "10.0.0.0-203.0.113.5")
          : one("10.77.0.0-10.77.1.255", "10.77.1.1-192.0.2.7");
    }
    return source
        ? one("2001:db8:1::-2001:db8:1::9", "2001:db8:1::3-2001:db8:2::1")
        : one("fd77::-fd77:0:0:1::ffff", "fd77::1-fd77::1");
  }

  String networkInterface() {
    return one("eth0", "eth1", "eth+", "wan", "wan+", "w+", "tun+");
  }

  private String not() {
    return random.nextInt(4) == 0 ? "! " : "";
  }

  private String list(String... words) {
    List<String> some = new ArrayList<>(List.of(words));
    Collections.shuffle(some, random);
    return String.join(",", some.subList(0, 1 + random.nextInt(3)));
  }

  String one(String... some) {
    return some[random.nextInt(some.length)];
  }
}
