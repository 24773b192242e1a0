package dev.durward.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A strict reader of Prometheus' text format 0.0.4 as far as Durward writes it: gauges, each family
 * in one piece behind its HELP and TYPE, no series twice, plain decimal values, and the rules of
 * {@code promtool check metrics} for names.
 */
final class PrometheusText {
  private final String line;
  private int at;

  private PrometheusText(String line) {
    this.line = line;
  }

  /** The values by series, labels unescaped: {@code name{label=value|label=value|}}. */
  static Map<String, String> parse(String text) {
    Map<String, String> series = new LinkedHashMap<>();
    Set<String> families = new HashSet<>();
    String family = "";
    String announced = "";
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("the last line is not ended");
    }
    for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
      if (line.startsWith("# HELP ")) {
        String[] words = line.split(" ", 4);
        check(words.length == 4 && words[2].matches("[a-z][a-z0-9_]*[a-z]"), line);
        check(families.add(words[2]) && !words[2].matches(".*_(total|count|sum|bucket)"), line);
        announced = words[2];
      } else if (line.startsWith("# TYPE ")) {
        check(line.equals("# TYPE " + announced + " gauge"), line);
        family = announced;
      } else {
        PrometheusText sample = new PrometheusText(line);
        String name = sample.series();
        check(name.startsWith(family + "{") && family.equals(announced), line);
        String value = line.substring(sample.at);
        check(value.matches(" [0-9]+([.][0-9]+)?"), line);
        check(series.put(name, value.substring(1)) == null, "twice: " + line);
      }
    }
    return series;
  }

  private String series() {
    StringBuilder read = new StringBuilder(until("{"));
    Set<String> labels = new HashSet<>();
    do {
      String label = until("=");
      check(label.matches("[a-zA-Z_][a-zA-Z0-9_]*") && !label.startsWith("__"), line);
      check(labels.add(label), line);
      read.append(label, 0, label.length()).append('=').append(value()).append('|');
    } while (taken(','));
    check(taken('}'), line);
    return read.insert(line.indexOf('{'), "{").append('}').toString();
  }

  private String until(String mark) {
    int end = line.indexOf(mark, at);
    check(end > at, line);
    String word = line.substring(at, end);
    at = end + 1;
    return word;
  }

  private String value() {
    check(taken('"'), line);
    StringBuilder value = new StringBuilder();
    while (!taken('"')) {
      check(at < line.length(), line);
      if (taken('\\')) {
        value.append(
            taken('\\') ? "\\" : taken('"') ? "\"" : taken('n') ? "\n" : "bad escape in " + line);
      } else {
        value.append(line.charAt(at++));
      }
    }
    return value.toString();
  }

  private boolean taken(char c) {
    boolean is = at < line.length() && line.charAt(at) == c;
    at += is ? 1 : 0;
    return is;
  }

  private static void check(boolean holds, String line) {
    if (!holds) {
      throw new AssertionError("not Prometheus' text format: " + line);
    }
  }
}
