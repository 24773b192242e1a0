package dev.durward.platform.netsh.rule;

import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.platform.netsh.registry.Malformed;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The ports of one side of a rule ([MS-GPFAS] sections 2.2.2.3 to 2.2.2.6): numbers, and words for
 * ports that Windows itself knows ({@code RPC}, {@code RPC-EPMap}, {@code IPHTTPSIn}, {@code
 * mDNS}).
 *
 * @param numbers perhaps empty, if there are words
 * @param words each under the key that it stood under, sorted; none beside every port
 */
public record PortCondition(PortSet numbers, List<Field> words) {
  /** What a rule without the key has. */
  public static final PortCondition ANY = new PortCondition(PortSet.ALL, List.of());

  public PortCondition {
    words = numbers.isAll() ? List.of() : sorted(words);
    if (numbers.ranges().isEmpty() && words.isEmpty()) {
      throw new IllegalArgumentException("no port at all");
    }
  }

  static List<Field> sorted(List<Field> words) {
    return words.stream()
        .distinct()
        .sorted(Comparator.comparing(Field::key).thenComparing(Field::value))
        .toList();
  }

  public boolean isAny() {
    return numbers.isAll();
  }

  static PortCondition read(List<Field> fields) throws Malformed {
    if (fields.isEmpty()) {
      return ANY;
    }
    List<PortRange> ranges = new ArrayList<>();
    List<Field> words = new ArrayList<>();
    for (Field field : fields) {
      if (isWord(field.value())) {
        words.add(field);
      } else {
        ranges.add(range(field));
      }
    }
    return new PortCondition(PortSet.of(ranges), words);
  }

  /** Whether it is a word as Windows names ports and addresses; new versions bring new ones. */
  static boolean isWord(String value) {
    if (value.isEmpty() || value.indexOf(':') >= 0) {
      return false;
    }
    String upper = value.toUpperCase(Locale.ROOT);
    return upper.charAt(0) >= 'A'
        && upper.charAt(0) <= 'Z'
        && upper
            .chars()
            .allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static PortRange range(Field field) throws Malformed {
    String value = field.value();
    int dash = value.indexOf('-');
    int first = port(field, dash < 0 ? value : value.substring(0, dash));
    int last = port(field, value.substring(dash + 1));
    if (last < Math.max(first, 1)) {
      throw new Malformed(field + " is no port or range of ports");
    }
    // netsh takes ranges from 0 on, and no packet has that port.
    return new PortRange(Math.max(first, 1), last);
  }

  private static int port(Field field, String digits) throws Malformed {
    int port = RuleWords.number(digits);
    if (port < 0 || port > 65535) {
      throw new Malformed(field + " is no port or range of ports");
    }
    return port;
  }

  /**
   * The fields that say so; none for any.
   *
   * @param key {@code LPort} or {@code RPort}
   */
  List<Field> fields(String key) {
    List<Field> fields = new ArrayList<>(words);
    if (!isAny()) {
      for (PortRange range : numbers.ranges()) {
        fields.add(new Field(range.size() == 1 ? key : key + "2_10", range.toString()));
      }
    }
    return fields;
  }
}
