package dev.durward.kernel;

import dev.durward.model.Family;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Whole sets of rules as others write them, as {@code iptables-restore} reads them: raw, mangle,
 * nat and filter with policies, chains of users that are jumped and gone to, and returns.
 */
final class ForeignRules {
  private static final int CHAINS = 4;
  private static final String[] REFUSALS_V4 = {
    "", "icmp-port-unreachable", "icmp-host-prohibited", "icmp-admin-prohibited"
  };
  private static final String[] REFUSALS_V6 = {
    "", "icmp6-port-unreachable", "icmp6-adm-prohibited", "icmp6-addr-unreachable"
  };

  private final Random random;
  private final Family family;
  private final ForeignMatches matches;
  private final Predicate<String> excluded;

  /**
   * One for a family.
   *
   * @param excluded texts of rules that this host can't load
   */
  ForeignRules(Random random, Family family, Predicate<String> excluded) {
    this.random = random;
    this.family = family;
    this.matches = new ForeignMatches(random, family);
    this.excluded = excluded;
  }

  /** A dump of all tables. */
  String next() {
    StringBuilder text = new StringBuilder();
    table(text, "raw", "PREROUTING", random.nextInt(3) == 0 ? 4 : 0);
    table(text, "mangle", "PREROUTING", random.nextInt(3) == 0 ? 5 : 0);
    table(text, "nat", "PREROUTING", random.nextInt(3) == 0 ? 4 : 0);
    table(text, "filter", "INPUT", 1 + random.nextInt(12));
    return text.toString();
  }

  private void table(StringBuilder text, String table, String hook, int rules) {
    boolean drops = table.equals("filter") && random.nextBoolean();
    text.append('*').append(table).append("\n:").append(hook);
    text.append(drops ? " DROP" : " ACCEPT").append(" [0:0]\n");
    for (int chain = 0; chain < CHAINS; chain++) {
      text.append(':').append(user(table, chain)).append(" - [0:0]\n");
    }
    for (int i = 0; i < rules; i++) {
      append(text, table, hook, -1);
    }
    for (int chain = 0; chain < CHAINS && rules > 0; chain++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        append(text, table, user(table, chain), chain);
      }
    }
    text.append("COMMIT\n");
  }

  private static String user(String table, int chain) {
    return table + "-" + chain;
  }

  /** A rule that this host can load, at the end of a chain. */
  private void append(StringBuilder text, String table, String name, int chain) {
    String rule;
    do {
      String protocol = protocol();
      String target = target(table, protocol, chain);
      boolean needsProtocol = target.contains(":80") || target.contains("--to-ports");
      protocol = needsProtocol && protocol.isEmpty() ? "tcp" : protocol;
      if (needsProtocol && !protocol.matches("tcp|udp")) {
        protocol = "udp";
      }
      String some = matches.some(protocol, chain >= 0);
      rule = (protocol.isEmpty() ? "" : " -p " + protocol) + some + target;
    } while (excluded.test(rule));
    text.append("-A ").append(name).append(rule).append('\n');
  }

  private String protocol() {
    String icmp = family == Family.IPV4 ? "icmp" : "ipv6-icmp";
    return matches.one("", "", "", "tcp", "tcp", "tcp", "udp", "udp", icmp, "sctp", "gre", "99");
  }

  private String target(String table, String protocol, int chain) {
    if (random.nextInt(4) == 0 && chain + 1 < CHAINS) {
      int deeper = chain + 1 + random.nextInt(CHAINS - chain - 1);
      return matches.one(" -j ", " -j ", " -g ") + user(table, deeper);
    }
    if (random.nextInt(8) == 0) {
      return matches.one(" -j RETURN", "", " -j LOG");
    }
    return switch (table) {
      case "raw" -> matches.one(" -j CT --notrack", " -j NOTRACK", " -j ACCEPT");
      case "mangle" -> mangling();
      case "nat" -> translation();
      default -> decision(protocol);
    };
  }

  private String mangling() {
    return matches.one(
        " -j MARK --set-mark 1",
        " -j MARK --set-mark 3",
        " -j MARK --set-xmark 0x2/0x2",
        " -j MARK --or-mark 2",
        " -j MARK --and-mark 1",
        " -j MARK --xor-mark 3",
        " -j CONNMARK --restore-mark",
        " -j DROP",
        " -j ACCEPT");
  }

  private String translation() {
    boolean four = family == Family.IPV4;
    String other = four ? "192.0.2.200" : "2001:db8:ffff::200";
    String own = four ? "10.77.1.1" : "fd77:0:0:1::1";
    String bracketed = four ? own : "[" + own + "]";
    return matches.one(
        " -j REDIRECT --to-ports 8080",
        " -j REDIRECT --to-ports 80-81",
        " -j REDIRECT",
        " -j DNAT --to-destination " + other,
        " -j DNAT --to-destination " + own,
        " -j DNAT --to-destination " + bracketed + ":80",
        " -j DNAT --to-destination :80",
        " -j DNAT --to-destination "
            + (four ? "10.77.1.0-10.77.1.1" : "fd77:0:0:1::1-" + "fd77:0:0:1::2"),
        " -j ACCEPT");
  }

  private String decision(String protocol) {
    int chance = random.nextInt(10);
    if (chance < 7) {
      return chance < 4 ? " -j ACCEPT" : " -j DROP";
    }
    if (protocol.equals("tcp") && chance == 7) {
      return " -j REJECT --reject-with tcp-reset";
    }
    String with = matches.one(family == Family.IPV4 ? REFUSALS_V4 : REFUSALS_V6);
    return with.isEmpty() ? " -j REJECT" : " -j REJECT --reject-with " + with;
  }
}
