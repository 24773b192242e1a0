package dev.durward.kernel;

import dev.durward.model.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rules that others keep on a {@link Lab}'s host: bound to interfaces, sources, addresses, ports
 * and states, in chains of their own and in another table, in any order.
 */
record GeneratedNeighbours(Random random) {
  private static final String CHAIN = "others";

  /** A dump for iptables-restore, or for ip6tables-restore, of the tables raw and filter. */
  String dump(Family family) {
    List<String> lines = new ArrayList<>(List.of("*raw", ":PREROUTING ACCEPT [0:0]"));
    if (random.nextInt(4) == 0) {
      lines.add("-A PREROUTING" + conditions(family, true) + " -j DROP");
    }
    lines.addAll(List.of("COMMIT", "*filter"));
    lines.add(":INPUT " + (random.nextBoolean() ? "DROP" : "ACCEPT") + " [0:0]");
    lines.add(":" + CHAIN + " - [0:0]");
    lines.add("-A INPUT -i lo -j ACCEPT");
    if (random.nextInt(3) > 0) {
      lines.add("-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
    }
    for (int i = random.nextInt(7); i > 0; i--) {
      lines.add("-A INPUT" + conditions(family, true) + " -j " + target(true));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      lines.add("-A " + CHAIN + conditions(family, true) + " -j " + target(false));
    }
    if (random.nextInt(3) == 0) {
      lines.add("-A INPUT" + conditions(family, false) + " -j REJECT");
    }
    lines.add("COMMIT");
    return String.join("\n", lines) + "\n";
  }

  private String target(boolean mayJump) {
    return switch (random.nextInt(mayJump ? 6 : 5)) {
      case 0, 1 -> "ACCEPT";
      case 2, 3 -> "DROP";
      case 4 -> "REJECT";
      default -> CHAIN;
    };
  }

  private String conditions(Family family, boolean ports) {
    StringBuilder line = new StringBuilder();
    if (random.nextInt(3) == 0) {
      line.append(not()).append(" -i ").append(Lab.hostInterface(random.nextInt(Lab.CABLES)));
    }
    if (random.nextInt(3) == 0) {
      line.append(not()).append(" -s ").append(source(family));
    }
    if (random.nextInt(6) == 0) {
      line.append(not()).append(" -d ").append(Lab.hostAddress(family, random.nextInt(2), 0));
    }
    if (ports) {
      line.append(random.nextInt(3) > 0 ? " -p tcp" : " -p udp");
      int port = GeneratedRules.PORTS[random.nextInt(GeneratedRules.PORTS.length)];
      switch (random.nextInt(3)) {
        case 0 -> line.append(" --dport ").append(port);
        case 1 -> line.append(" --dport ").append(port).append(':').append(port + 600);
        default -> {}
      }
    }
    if (random.nextInt(5) == 0) {
      line.append(" -m conntrack --ctstate NEW");
    }
    return line.toString();
  }

  private String not() {
    return random.nextInt(4) == 0 ? " !" : "";
  }

  /** Where probes come from if a rule doesn't care, or neighbours of the lab. */
  private String source(Family family) {
    boolean four = family == Family.IPV4;
    return switch (random.nextInt(3)) {
      case 0 -> four ? "198.18.83.0/24" : "2001:2:0:5300::/120";
      case 1 -> four ? "10.77." + random.nextInt(2) + ".0/24" : "fd77::/32";
      default -> Lab.neighbourAddress(family, random.nextInt(2), random.nextInt(6));
    };
  }
}
