package dev.durward.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that a command is about.
 *
 * @param name the rules' name, or all
 * @param selectors what else they must have
 */
record Selection(String name, Map<Parameter, String> selectors) {
  static Selection of(Map<Parameter, String> arguments) throws Refused {
    String name = arguments.get(Parameter.NAME);
    if (name == null) {
      throw new Refused(Message.MISSING, Parameter.NAME.syntax());
    }
    Parameter.NAME.fields(name);
    arguments.remove(Parameter.NAME);
    return new Selection(name, arguments);
  }

  /**
   * Their ids. Names of {@code set} and {@code show} match whatever their case, as recorded: {@code
   * set rule name=wechat} changed WeChat. Of {@code delete} nothing is recorded.
   *
   * @param exactCase whether nobody knows what becomes of a name in another case
   */
  List<String> ids(Map<String, String> values, boolean exactCase) throws Refused {
    List<String> ids = new ArrayList<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      RegistryRule rule = RegistryRule.parse(value.getValue());
      String other = rule.one("Name");
      boolean named = name.equalsIgnoreCase("all") || name.equalsIgnoreCase(other);
      if (!named || !selected(rule)) {
        continue;
      }
      if (exactCase && !name.equalsIgnoreCase("all") && !name.equals(other)) {
        throw new UnknownToNetsh("delete rule name=" + name + " beside a rule named " + other);
      }
      ids.add(value.getKey());
    }
    return ids;
  }

  private boolean selected(RegistryRule rule) throws Refused {
    boolean certain = true;
    for (Map.Entry<Parameter, String> selector : selectors.entrySet()) {
      Map<String, List<String>> wanted = selector.getKey().fields(selector.getValue());
      if (!has(rule, wanted)) {
        if (differs(rule, wanted)) {
          return false;
        }
        certain = false;
      }
    }
    if (!certain) {
      throw new UnknownToNetsh(selectors + " beside a rule with " + rule.fields());
    }
    return true;
  }

  private static boolean has(RegistryRule rule, Map<String, List<String>> wanted) {
    return wanted.entrySet().stream()
        .allMatch(field -> lower(rule.all(field.getKey())).equals(lower(field.getValue())));
  }

  /**
   * Whether a rule surely isn't selected: it has another direction, service or protocol. Whether
   * one is selected that has the wanted ports, addresses or profiles among others, or that has any,
   * isn't known.
   */
  private static boolean differs(RegistryRule rule, Map<String, List<String>> wanted) {
    return List.of("Dir", "Svc", "Protocol").stream()
        .filter(key -> !wanted.getOrDefault(key, List.of()).isEmpty() && rule.has(key))
        .anyMatch(key -> !lower(rule.all(key)).equals(lower(wanted.getOrDefault(key, List.of()))));
  }

  private static Set<String> lower(List<String> values) {
    return values.stream()
        .map(value -> value.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
