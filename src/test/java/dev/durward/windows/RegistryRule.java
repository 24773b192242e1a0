package dev.durward.windows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule as the registry has it, [MS-GPFAS] 2.2.2.19: keys, each with its values in their order.
 *
 * @param fields no key without a value
 */
record RegistryRule(Map<String, List<String>> fields) {
  private static final String VERSION = "v2.30";

  /**
   * The keys that netsh writes, in the order that 1,259 rules of real hosts have them in. Where
   * IFType stands is [MS-GPFAS]'s order: no real rule had it.
   */
  private static final List<String> ORDER =
      List.of(
          "Action",
          "Active",
          "Dir",
          "Protocol",
          "Profile",
          "ICMP4",
          "ICMP6",
          "LPort",
          "LPort2_10",
          "RPort",
          "RPort2_10",
          "LA4",
          "LA6",
          "RA4",
          "RA6",
          "IFType",
          "App",
          "Svc",
          "Name",
          "Desc",
          "Edge",
          "Defer");

  /** Reads any rule of a host, those with keys that netsh doesn't write among them. */
  static RegistryRule parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (!parts[0].matches("v[0-9]+\\.[0-9]+") || !parts[parts.length - 1].isEmpty()) {
      throw new UnknownToNetsh("a registry value that is no rule: " + text);
    }
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 1; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 1) {
        throw new UnknownToNetsh("a registry value with the field " + parts[i] + ": " + text);
      }
      fields
          .computeIfAbsent(parts[i].substring(0, equals), key -> new ArrayList<>())
          .add(parts[i].substring(equals + 1));
    }
    return new RegistryRule(fields);
  }

  /** The text that the registry gets. */
  String text() {
    if (!writtenByNetsh()) {
      throw new UnknownToNetsh("a rule that netsh didn't make, with " + fields.keySet());
    }
    StringBuilder text = new StringBuilder(VERSION).append('|');
    for (String key : ORDER) {
      all(key).forEach(value -> text.append(key).append('=').append(value).append('|'));
    }
    return text.toString();
  }

  /** Whether it has no keys but those that netsh writes. */
  boolean writtenByNetsh() {
    return ORDER.containsAll(fields.keySet());
  }

  List<String> all(String key) {
    return fields.getOrDefault(key, List.of());
  }

  /** The value of a key that stands once at most; empty if it doesn't stand. */
  String one(String key) {
    List<String> values = all(key);
    if (values.size() > 1) {
      throw new UnknownToNetsh("a rule with more than one " + key);
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  /** With other values for some keys; a key with no value goes away. */
  RegistryRule with(Map<String, List<String>> changes) {
    Map<String, List<String>> changed = new LinkedHashMap<>(fields);
    changed.putAll(changes);
    changed.values().removeIf(List::isEmpty);
    return new RegistryRule(changed);
  }
}
