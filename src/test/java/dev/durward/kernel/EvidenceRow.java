package dev.durward.kernel;

import dev.durward.model.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a table of what is to be seen of a host: five cells between bars.
 *
 * <pre>
 * a 1001 tcp | -j DROP | accepts | block | filtered passed  | =
 * </pre>
 *
 * @param where which of the host's addresses ({@code a} and {@code b} on its first interface,
 *     {@code c} and {@code d} on its second), port and protocol
 * @param filter the end of the line in INPUT; SOURCE stands for a network of the family; empty for
 *     none, and the policy drops
 * @param listens what listens there
 * @param says what the rule file says of the port: an action, and {@code from SOURCE}, {@code by
 *     eth0}, or what is to be verified there
 * @param expected what is to be seen in each family; a family without the row is missing
 */
record EvidenceRow(
    String where, String filter, String listens, String says, Map<Family, String> expected) {
  private static final String SAME = "=";
  private static final String NONE = "-";

  /** Reads a table; empty lines, and those that begin with a hash, mean nothing. */
  static List<EvidenceRow> parse(String table) {
    List<EvidenceRow> rows = new ArrayList<>();
    for (String line : table.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] cells = line.split("\\|", -1);
        Map<Family, String> expected = new EnumMap<>(Family.class);
        String four = cells[4].strip();
        String six = cells[5].strip();
        if (!four.equals(NONE)) {
          expected.put(Family.IPV4, four);
        }
        if (!six.equals(NONE)) {
          expected.put(Family.IPV6, six.equals(SAME) ? four : six);
        }
        String where = cells[0].strip().replaceAll(" +", " ");
        rows.add(
            new EvidenceRow(where, cells[1].strip(), cells[2].strip(), cells[3].strip(), expected));
      }
    }
    return rows;
  }

  private String word(int index) {
    return where.split(" ", -1)[index];
  }

  int port() {
    return Integer.parseInt(word(1));
  }

  String protocol() {
    return word(2);
  }

  String address(Family family) {
    int index = word(0).charAt(0) - 'a';
    return Lab.hostAddress(family, index / 2, index % 2);
  }

  /** A network for a rule to name. */
  private static String source(Family family) {
    return family == Family.IPV4 ? "203.0.113.0/24" : "2001:db8:77::/64";
  }

  /** Its line of INPUT. */
  Optional<String> line(Family family) {
    return expected.containsKey(family) && !filter.isEmpty()
        ? Optional.of(
            "-A INPUT -d %s -p %s --dport %d %s"
                .formatted(
                    address(family), protocol(), port(), filter.replace("SOURCE", source(family))))
        : Optional.empty();
  }

  /** Its rules in a rule file, one for each family, in YAML. */
  String rules() {
    StringBuilder yaml = new StringBuilder();
    for (Family family : expected.keySet()) {
      yaml.append("  - name: ").append(name(family));
      yaml.append("\n    ports: ").append(port());
      yaml.append("\n    protocol: ").append(protocol());
      yaml.append("\n    local: '").append(address(family)).append("'\n");
      String[] words = says.split(" ", 3);
      yaml.append("    action: ").append(words[0]).append('\n');
      if (says.endsWith("from SOURCE")) {
        yaml.append("    remote: '").append(source(family)).append("'\n");
      } else if (words.length > 2 && words[1].equals("by")) {
        yaml.append("    linux: {interfaces: ").append(words[2]).append("}\n");
      } else if (words.length > 2) {
        yaml.append("    verify: {").append(words[2]).append("}\n");
      }
    }
    return yaml.toString();
  }

  /** Of its rule in a family. */
  String name(Family family) {
    return where + " " + family.word();
  }
}
