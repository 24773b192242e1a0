package dev.durward.platform.iptables;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A filter table of one family as somebody may have written it, by chance, which knows itself what
 * becomes of a packet that opens a connection.
 */
final class ForeignChains {
  private static final List<String> USERS = List.of("web", "log-drop", "office");

  /** The end of what is looked at. */
  private static final String HERE = "here";

  private final Random random;
  private final Family family;
  private final Map<String, List<Row>> chains = new LinkedHashMap<>();
  private final Map<String, String> policies = new LinkedHashMap<>();

  /** A line and what it means. */
  private record Row(String text, Predicate<Flow> matches, String target, boolean isGoto) {}

  ForeignChains(Random random, Family family) {
    this.random = random;
    this.family = family;
    for (String hook : List.of("INPUT", "FORWARD", "OUTPUT")) {
      policies.put(hook, oneOf("ACCEPT", "DROP"));
    }
    // A chain leads only to later ones, so that there is no loop.
    for (int i = 0; i < USERS.size(); i++) {
      fill(USERS.get(i), USERS.subList(i + 1, USERS.size()), 4);
    }
    fill("INPUT", USERS, 8);
    fill("OUTPUT", USERS, 5);
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  private void fill(String chain, List<String> jumps, int most) {
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      rows.add(row(chain, jumps));
    }
    chains.put(chain, rows);
  }

  private Row row(String chain, List<String> jumps) {
    List<String> words = new ArrayList<>();
    Predicate<Flow> matches = flow -> true;
    if (random.nextInt(3) > 0) {
      matches = matches.and(network(words, random.nextInt(3) > 0, address()));
    }
    if (random.nextInt(6) == 0 && !chain.equals("OUTPUT") && !USERS.contains(chain)) {
      String card = oneOf("eth0", "eth+", "lo");
      boolean negated = random.nextInt(3) == 0;
      words.add((negated ? "! -i " : "-i ") + card);
      String stem = card.replace("+", "");
      matches =
          matches.and(
              flow ->
                  negated
                      != (card.endsWith("+")
                          ? flow.networkInterface().startsWith(stem)
                          : flow.networkInterface().equals(card)));
    }
    if (random.nextInt(3) > 0) {
      matches = matches.and(ports(words));
    }
    if (random.nextInt(8) == 0) {
      words.add("-m conntrack --ctstate RELATED,ESTABLISHED");
      matches = flow -> false;
    }
    if (random.nextInt(8) == 0) {
      // What no file says; it is met by every other port.
      words.add("-m statistic --mode nth --every 2 --packet 0");
      matches = matches.and(flow -> flow.sourcePort() % 2 == 0);
    }
    String target = oneOf("ACCEPT", "ACCEPT", "ACCEPT", "DROP", "REJECT", "RETURN", "LOG");
    boolean isGoto = false;
    if (!jumps.isEmpty() && random.nextInt(4) == 0) {
      target = jumps.get(random.nextInt(jumps.size()));
      isGoto = random.nextInt(3) == 0;
    }
    words.add((isGoto ? "-g " : "-j ") + target);
    return new Row(String.join(" ", words), matches, target, isGoto);
  }

  private String address() {
    return family == Family.IPV4
        ? oneOf("192.0.2.1/32", "192.0.2.0/24", "198.51.100.0/25", "0.0.0.0/0")
        : oneOf("2001:db8::1/128", "2001:db8::/64", "2001:db8:1::/48", "::/0");
  }

  /** On the way out a packet's source is this host. */
  private Predicate<Flow> network(List<String> words, boolean ofSource, String text) {
    boolean negated = random.nextInt(4) == 0;
    words.add((negated ? "! " : "") + (ofSource ? "-s " : "-d ") + text);
    int slash = text.indexOf('/');
    IpAddress base = IpAddress.parse(text.substring(0, slash)).orElseThrow();
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return flow -> {
      boolean remote = (flow.direction() == Direction.IN) == ofSource;
      return negated != startsAlike(base, remote ? flow.remote() : flow.local(), prefix);
    };
  }

  private static boolean startsAlike(IpAddress a, IpAddress b, int prefix) {
    byte[] first = a.toInetAddress().getAddress();
    byte[] second = b.toInetAddress().getAddress();
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((first[bit / 8] & mask) != (second[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private Predicate<Flow> ports(List<String> words) {
    boolean tcp = random.nextInt(3) > 0;
    int first = oneOf(22, 80, 443);
    int last = oneOf(first, first, 443, 65535);
    boolean negated = random.nextInt(5) == 0;
    String not = negated ? "! " : "";
    String name = tcp ? "tcp" : "udp";
    int low = Math.min(first, last);
    int high = Math.max(first, last);
    words.add("-p " + name);
    words.add(
        random.nextBoolean()
            ? "-m " + name + " " + not + "--dport " + low + ":" + high
            : "-m multiport "
                + not
                + "--dports 22,"
                + Math.max(low, 23)
                + ":"
                + Math.max(high, 23));
    boolean multiport = words.get(words.size() - 1).contains("multiport");
    return flow -> {
      int port = flow.destinationPort();
      boolean in =
          multiport
              ? port == 22 || (port >= Math.max(low, 23) && port <= Math.max(high, 23))
              : port >= low && port <= high;
      return flow.protocol() == (tcp ? 6 : 17) && in != negated;
    };
  }

  /** The dump that the import reads. */
  byte[] dump() {
    StringBuilder text = new StringBuilder("*filter\n");
    policies.forEach((name, policy) -> text.append(":" + name + " " + policy + " [0:0]\n"));
    USERS.forEach(name -> text.append(":" + name + " - [0:0]\n"));
    chains.forEach(
        (name, rows) -> rows.forEach(row -> text.append("-A " + name + " " + row.text() + "\n")));
    return text.append("COMMIT\n").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** What becomes of the packet: ACCEPT, DROP or REJECT. */
  String fate(Flow flow) {
    String hook = flow.direction() == Direction.IN ? "INPUT" : "OUTPUT";
    return walk(hook, flow).orElseGet(() -> policies.getOrDefault(hook, "ACCEPT"));
  }

  /**
   * What becomes of the packet before the row of INPUT or OUTPUT with that index, from 0; empty if
   * it comes to there.
   */
  Optional<String> fateBefore(Flow flow, int index) {
    String hook = flow.direction() == Direction.IN ? "INPUT" : "OUTPUT";
    List<Row> rows = chains.getOrDefault(hook, List.of());
    List<Row> before = new ArrayList<>(rows.subList(0, index));
    before.add(new Row("", each -> true, HERE, false));
    chains.put(hook, before);
    String fate = fate(flow);
    chains.put(hook, rows);
    return Optional.of(fate).filter(some -> !some.equals(HERE));
  }

  private Optional<String> walk(String chain, Flow flow) {
    for (Row row : chains.getOrDefault(chain, List.of())) {
      if (!row.matches().test(flow)) {
        continue;
      }
      switch (row.target()) {
        case "ACCEPT", "DROP", "REJECT", HERE -> {
          return Optional.of(row.target());
        }
        case "RETURN" -> {
          return Optional.empty();
        }
        case "LOG" -> {}
        default -> {
          Optional<String> fate = walk(row.target(), flow);
          if (fate.isPresent() || row.isGoto()) {
            return fate;
          }
        }
      }
    }
    return Optional.empty();
  }
}
