package dev.durward.platform.iptables;

import java.util.List;
import java.util.Random;

/** Everybody else who keeps rules on a host, at random. */
record Others(Random random) {
  /** A rule of theirs. */
  String rule(int number) {
    List<String> rules =
        List.of(
            "-j REJECT --reject-with icmp-port-unreachable",
            "-j DROP",
            "-p tcp -j DROP",
            "-p udp -m udp --dport 53 -j DROP",
            "-p tcp -m tcp --dport 22 -j ACCEPT",
            "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-p tcp -m tcp --dport 22 -j bans",
            "-m comment --comment \"# -A INPUT -j \\\"x\\\"\" -j LOG",
            "-m comment --comment \"durward: no mark\" -j LOG");
    // A foreign rule may stand there twice; mostly each is another.
    String rule = rules.get(random.nextInt(rules.size()));
    return random.nextInt(4) == 0
        ? rule
        : "-m mark --mark 0x" + number + random.nextInt(100) + " " + rule;
  }

  /** Somebody else changes what is Durward's, or puts rules between. */
  void vandalise(FilterTableModel table) {
    List<String> names = List.copyOf(table.chains().keySet());
    String chain = names.get(random.nextInt(names.size()));
    List<String> rules = table.rules(chain);
    StringBuilder script = new StringBuilder("*filter\n");
    int at = rules.isEmpty() ? 0 : random.nextInt(rules.size());
    switch (random.nextInt(5)) {
      case 0 -> {
        if (!rules.isEmpty()) {
          script.append("-D ").append(chain).append(' ').append(rules.get(at)).append('\n');
        }
      }
      case 1 -> insert(script, chain, at, rule(9));
      case 2 -> {
        if (!rules.isEmpty()) {
          insert(script, chain, random.nextInt(rules.size()), rules.get(at));
        }
      }
      case 3 -> {
        if (!rules.isEmpty()) {
          script.append("-D ").append(chain).append(' ').append(rules.get(at)).append('\n');
          script.append("-A ").append(chain).append(' ').append(rules.get(at)).append('\n');
        }
      }
      default -> insert(script, "INPUT", 0, "-m mark --mark 0x7 -j RETURN");
    }
    table.restore(script + "COMMIT\n");
  }

  private static void insert(StringBuilder script, String chain, int at, String rule) {
    script.append("-I ").append(chain).append(' ').append(at + 1).append(' ').append(rule);
    script.append('\n');
  }
}
