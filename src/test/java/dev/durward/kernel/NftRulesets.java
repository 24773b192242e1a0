package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Tables as administrators write them for nft, of what can be told and some of what can't. */
final class NftRulesets {
  private static final List<String> V4 = List.of("10.1.0.0/16", "10.2.3.4", "192.0.2.0/24");
  private static final List<String> V6 = List.of("fd00:1::/32", "fd00:2::4", "2001:db8:2::/48");
  private static final List<Integer> PORTS = List.of(22, 80, 81, 443, 8080);

  private final Random random;

  NftRulesets(Random random) {
    this.random = random;
  }

  /** Where its rules look for differences. */
  static Mentioned mentioned(Family family) {
    List<String> sources =
        family == Family.IPV4
            ? List.of("10.1.0.1", "10.1.255.255", "10.2.3.4", "10.2.3.5", "192.0.2.9")
            : List.of("fd00:1::1", "fd00:2::4", "fd00:2::5", "2001:db8:2::9");
    return new Mentioned(
        List.of(),
        sources.stream().map(text -> IpAddress.parse(text).orElseThrow()).toList(),
        List.of(),
        List.of(1024),
        PORTS);
  }

  /** One or two tables. */
  String next() {
    StringBuilder text = new StringBuilder();
    int tables = 1 + random.nextInt(2);
    for (int i = 0; i < tables; i++) {
      text.append(table(one("inet", "inet", "ip", "ip6"), "t" + i));
    }
    return text.toString();
  }

  private String table(String family, String name) {
    StringBuilder text = new StringBuilder("table " + family + " " + name + " {\n");
    if (!family.equals("ip6")) {
      text.append("set far4 { type ipv4_addr; flags interval; elements = { ");
      text.append(String.join(", ", V4)).append(" } }\n");
    }
    if (!family.equals("ip")) {
      text.append("set far6 { type ipv6_addr; flags interval; elements = { ");
      text.append(String.join(", ", V6)).append(" } }\n");
    }
    text.append("set web { type inet_service; elements = { 80, 443 } }\n");
    text.append("map doors { type inet_service : verdict; ");
    text.append("elements = { 22 : accept, 81 : drop, 8080 : jump side } }\n");
    text.append("chain side {\n").append(rules(family, 4, false)).append("}\n");
    text.append("chain in {\ntype filter hook input priority ").append(one("-10", "0", "10"));
    text.append("; policy ").append(one("accept", "drop")).append(";\n");
    text.append(rules(family, 8, true)).append("}\n");
    if (random.nextInt(3) == 0) {
      text.append("chain early {\ntype filter hook prerouting priority ");
      text.append(one("-300", "-150")).append(";\n").append(rules(family, 3, true)).append("}\n");
    }
    if (!family.equals("ip6") && random.nextInt(4) == 0) {
      text.append("chain both {\ntype filter hook input priority 20;\n");
      text.append("ip saddr . tcp dport { 10.2.3.4 . 22, 192.0.2.9 . 80 } drop\n}\n");
    }
    if (random.nextInt(3) == 0) {
      text.append("chain led {\ntype nat hook prerouting priority -100;\n");
      text.append(one("tcp", "udp")).append(" dport ").append(port()).append(" redirect to :");
      text.append(port()).append("\n}\n");
    }
    return text.append("}\n").toString();
  }

  private String rules(String family, int most, boolean jumps) {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      text.append(rule(family, jumps)).append('\n');
    }
    return text.toString();
  }

  private String rule(String family, boolean jumps) {
    String protocol = one("", "tcp", "tcp", "udp", "icmp");
    List<Supplier<String>> kinds = new ArrayList<>(common());
    kinds.addAll(of(protocol, family));
    kinds.addAll(addresses(family));
    Collections.shuffle(kinds, random);
    StringBuilder text = new StringBuilder();
    for (Supplier<String> kind : kinds.subList(0, Math.min(random.nextInt(4), random.nextInt(4)))) {
      text.append(kind.get()).append(' ');
    }
    if (jumps && protocol.equals("tcp") && random.nextInt(3) == 0) {
      return text.append("tcp dport vmap @doors").toString();
    }
    if (random.nextInt(8) == 0) {
      String fate = one("accept", "drop", "continue");
      return text.append("ct state vmap { new : " + fate + ", invalid : drop }").toString();
    }
    return text.append(verdict(jumps)).toString();
  }

  private String verdict(boolean jumps) {
    return jumps && random.nextInt(4) == 0
        ? one("jump", "goto") + " side"
        : one("accept", "drop", "reject", "counter", "log drop", "return", "meta mark set 1");
  }

  private List<Supplier<String>> common() {
    return List.of(
        () -> "iifname " + one("eth0", "!= eth0", "{ \"eth1\", \"wan*\" }", "\"wan*\""),
        () -> "ct state " + one("new", "established,related", "!= new", "invalid"),
        () -> "ct direction " + one("original", "reply"),
        () -> "meta mark " + not() + one("0", "1"),
        () -> "fib daddr type " + one("local", "{ local, broadcast }", "!= local"),
        () -> "meta pkttype " + one("host", "{ broadcast, multicast }"),
        () -> "limit rate 5/minute");
  }

  /** What a protocol has, or none in particular. */
  private List<Supplier<String>> of(String protocol, String family) {
    return switch (protocol) {
      case "tcp" ->
          List.of(
              () -> "tcp dport " + not() + port(),
              () -> "tcp dport { " + port() + ", 8000-8060 }",
              () -> "tcp dport != { 22, 443 }",
              () -> "tcp dport " + not() + "@web",
              () -> "tcp flags & (fin | syn | rst | ack) " + one("==", "!=") + " syn");
      case "udp" ->
          List.of(
              () -> "udp dport " + not() + port(),
              () -> "udp dport { " + port() + ", 8000-8060 }",
              () -> "udp sport 1-2000");
      case "icmp" ->
          List.of(() -> (family.equals("ip6") ? "icmpv6" : "icmp") + " type echo-request");
      default ->
          List.of(
              () -> "meta l4proto " + one("{ tcp, udp }", "tcp", "!= udp", "!= { tcp, sctp }"),
              () -> "meta l4proto { tcp, udp } th dport " + port(),
              () -> "sctp dport " + port());
    };
  }

  private List<Supplier<String>> addresses(String family) {
    List<Supplier<String>> kinds = new ArrayList<>();
    boolean four = family.equals("ip") || (family.equals("inet") && random.nextBoolean());
    if (four) {
      kinds.add(() -> "ip saddr " + not() + one("10.1.0.0/16", "10.2.3.4", "@far4"));
      kinds.add(() -> "ip saddr != { 10.1.0.0-10.1.9.9, 192.0.2.9 }");
      kinds.add(() -> "ip daddr " + not() + "10.0.0.0/8");
    } else {
      kinds.add(() -> "ip6 saddr " + not() + one("fd00:1::/32", "fd00:2::4", "@far6"));
      kinds.add(() -> "ip6 saddr { fd00:1::-fd00:1::ff, 2001:db8:2::9 }");
    }
    return kinds;
  }

  private String not() {
    return random.nextInt(4) == 0 ? "!= " : "";
  }

  private String port() {
    return Integer.toString(PORTS.get(random.nextInt(PORTS.size())));
  }

  private String one(String... some) {
    return some[random.nextInt(some.length)];
  }
}
