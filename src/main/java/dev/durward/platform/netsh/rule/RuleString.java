package dev.durward.platform.netsh.rule;

import dev.durward.platform.netsh.registry.Malformed;
import dev.durward.platform.netsh.registry.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule as the registry keeps it, split but not understood ([MS-GPFAS] section 2.2.2.19).
 *
 * <pre>
 * v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=443|Name=web|
 * </pre>
 *
 * @param version the version of the schema, without its {@code v}: {@code 2.10}
 * @param fields in the order of the text, at least one; a key may stand more than once
 */
public record RuleString(String version, List<Field> fields) {
  /**
   * A key and its value.
   *
   * @param key without an equals sign or a bar, not empty
   * @param value without a bar
   */
  public record Field(String key, String value) {
    public Field {
      if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf('|') >= 0) {
        throw new IllegalArgumentException("not a key: " + key);
      }
      if (value.indexOf('|') >= 0) {
        throw new IllegalArgumentException("a value has no bar: " + value);
      }
    }

    /** {@code KEY=VALUE}. */
    @Override
    public String toString() {
      return key + "=" + value;
    }
  }

  public RuleString {
    fields = List.copyOf(fields);
    if (!isVersion(version) || fields.isEmpty()) {
      throw new IllegalArgumentException("not a rule: v" + version + fields);
    }
  }

  /** Splits a text; {@link #text} gives it back to the letter. */
  public static Reading<RuleString> parse(String text) {
    try {
      return new Reading.Value<>(split(text));
    } catch (Malformed e) {
      return new Reading.Unreadable<>(e.reason());
    }
  }

  static RuleString split(String text) throws Malformed {
    int bar = text.indexOf('|');
    if (bar < 0 || text.charAt(0) != 'v' || !isVersion(text.substring(1, bar))) {
      throw new Malformed("it doesn't begin with a version such as v2.10|");
    }
    List<Field> fields = new ArrayList<>();
    for (int start = bar + 1; start < text.length(); ) {
      int end = text.indexOf('|', start);
      if (end < 0) {
        throw new Malformed("it is cut off within " + text.substring(start));
      }
      int equals = text.indexOf('=', start);
      if (equals <= start || equals > end) {
        throw new Malformed("there is no KEY=VALUE in \"" + text.substring(start, end) + "\"");
      }
      fields.add(new Field(text.substring(start, equals), text.substring(equals + 1, end)));
      start = end + 1;
    }
    if (fields.isEmpty()) {
      throw new Malformed("nothing follows the version");
    }
    return new RuleString(text.substring(1, bar), fields);
  }

  private static boolean isVersion(String text) {
    int dot = text.indexOf('.');
    return dot > 0 && isNumber(text, 0, dot) && isNumber(text, dot + 1, text.length());
  }

  private static boolean isNumber(String text, int start, int end) {
    return start < end && text.substring(start, end).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The rule as the registry keeps it. */
  public String text() {
    StringBuilder text = new StringBuilder("v").append(version).append('|');
    fields.forEach(field -> text.append(field.key()).append('=').append(field.value()).append('|'));
    return text.toString();
  }
}
