package dev.durward.platform.firewalld;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A zone or policy object as {@code firewall-cmd} lists it.
 *
 * <pre>
 * durward-in-allow (active)
 *   priority: 32767
 *   ports: 80/tcp 443/tcp
 *   rich rules:
 *   	rule priority="1" port port="443" protocol="tcp" accept
 * </pre>
 *
 * @param settings the text behind each key; of those with lines of their own, the lines
 */
record Section(Map<String, String> settings) {
  /** One that says nothing. */
  static final Section NONE = new Section(Map.of());

  /** Where in it its rich rules are. */
  static final String RICH_RULES = "rich rules";

  Section {
    settings = Map.copyOf(settings);
  }

  /** All of a list, by name, in its order. */
  static Map<String, Section> parse(String list) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    Map<String, String> settings = new TreeMap<>();
    String key = "";
    for (String line : list.lines().toList()) {
      int colon = line.indexOf(':');
      if (line.startsWith("\t")) {
        settings.merge(key, line.strip(), (a, b) -> a.isEmpty() ? b : a + "\n" + b);
      } else if (line.startsWith("  ") && colon > 0) {
        key = line.substring(0, colon).strip();
        settings.put(key, line.substring(colon + 1).strip());
      } else if (!line.isBlank()) {
        settings = new TreeMap<>();
        all.put(line.split(" ", 2)[0], settings);
      }
    }
    Map<String, Section> sections = new LinkedHashMap<>();
    all.forEach((name, each) -> sections.put(name, new Section(each)));
    return sections;
  }

  /** What stands behind a key; empty if nothing does. */
  String setting(String key) {
    return settings.getOrDefault(key, "");
  }

  /** The words behind a key. */
  List<String> words(String key) {
    return Arrays.stream(setting(key).split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  List<String> richRules() {
    return setting(RICH_RULES).lines().toList();
  }

  /** Everything that it says, the given keys aside, each in a line, in no order of its own. */
  List<String> content(Set<String> aside) {
    List<String> content = new ArrayList<>();
    settings.forEach(
        (key, text) -> {
          if (!aside.contains(key)) {
            List<String> parts = key.equals(RICH_RULES) ? richRules() : words(key);
            parts.forEach(part -> content.add(key + ": " + part));
          }
        });
    content.sort(null);
    return content;
  }
}
