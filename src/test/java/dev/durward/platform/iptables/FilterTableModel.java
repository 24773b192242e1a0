package dev.durward.platform.iptables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.durward.platform.iptables.save.RuleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A filter table that does what {@code iptables-restore --noflush} is told, whole or not at all,
 * and prints itself as {@code iptables-save} does. It knows rules by their text alone.
 */
final class FilterTableModel {
  private static final List<String> BUILT_IN = List.of("INPUT", "FORWARD", "OUTPUT");

  private final Map<String, String> policies = new TreeMap<>();
  private Map<String, List<String>> chains = new TreeMap<>();

  FilterTableModel(String input, String output) {
    policies.putAll(Map.of("INPUT", input, "FORWARD", "DROP", "OUTPUT", output));
    BUILT_IN.forEach(chain -> chains.put(chain, new ArrayList<>()));
  }

  /** A line that iptables would refuse, and with it the whole script. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String line, String why) {
      super(line + ": " + why);
    }
  }

  /** The chains by name, each with its rules: a copy. */
  Map<String, List<String>> chains() {
    Map<String, List<String>> copy = new TreeMap<>();
    chains.forEach((name, rules) -> copy.put(name, List.copyOf(rules)));
    return copy;
  }

  List<String> rules(String chain) {
    return chains.getOrDefault(chain, List.of());
  }

  byte[] dump() {
    StringBuilder dump = new StringBuilder("*filter\n");
    for (String chain : chains.keySet()) {
      dump.append(':').append(chain).append(' ').append(policies.getOrDefault(chain, "-"));
      dump.append(" [0:0]\n");
    }
    chains.forEach(
        (chain, rules) ->
            rules.forEach(
                rule -> dump.append("-A ").append(chain).append(' ').append(rule).append('\n')));
    return dump.append("COMMIT\n").toString().getBytes(UTF_8);
  }

  /** Runs a script as iptables-restore reads it from standard input. */
  void restore(String script) {
    Map<String, List<String>> before = chains;
    chains = new TreeMap<>();
    before.forEach((name, rules) -> chains.put(name, new ArrayList<>(rules)));
    try {
      List<String> lines = script.lines().toList();
      boolean framed =
          script.endsWith("\n")
              && lines.get(0).equals("*filter")
              && lines.get(lines.size() - 1).equals("COMMIT");
      if (!framed) {
        throw new Refused(script, "no table, or no COMMIT");
      }
      lines.subList(1, lines.size() - 1).forEach(this::line);
      checkTargets();
    } catch (Refused e) {
      chains = before;
      throw e;
    }
  }

  private void line(String line) {
    if (line.startsWith(":")) {
      String chain = line.substring(1, line.indexOf(' '));
      if (!BUILT_IN.contains(chain)) {
        chains.put(chain, new ArrayList<>());
      }
      return;
    }
    String[] words = line.split(" ", 3);
    List<String> rules = chains.get(words[1]);
    if (rules == null) {
      throw new Refused(line, "no such chain");
    }
    switch (words[0]) {
      case "-A" -> rules.add(words[2]);
      case "-I" -> insert(rules, words[2], line);
      case "-D" -> {
        if (!rules.remove(words[2])) {
          throw new Refused(line, "no such rule");
        }
      }
      case "-F" -> rules.clear();
      case "-X" -> {
        if (!rules.isEmpty() || BUILT_IN.contains(words[1])) {
          throw new Refused(line, "not empty, or built in");
        }
        chains.remove(words[1]);
      }
      default -> throw new Refused(line, "no such command");
    }
  }

  private static void insert(List<String> rules, String indexAndRule, String line) {
    int blank = indexAndRule.indexOf(' ');
    int index = Integer.parseInt(indexAndRule.substring(0, blank)) - 1;
    if (index < 0 || index > rules.size()) {
      throw new Refused(line, "no such place");
    }
    rules.add(index, indexAndRule.substring(blank + 1));
  }

  private void checkTargets() {
    for (List<String> rules : chains.values()) {
      for (String rule : rules) {
        List<String> words =
            RuleText.split(rule).orElseThrow(() -> new Refused(rule, "quotes don't balance"));
        int target = Math.max(words.lastIndexOf("-j"), words.lastIndexOf("-g"));
        String chain = target < 0 ? "" : words.get(target + 1);
        if (chain.startsWith("DURWARD") && !chains.containsKey(chain)) {
          throw new Refused(rule, "no chain " + chain);
        }
      }
    }
  }
}
