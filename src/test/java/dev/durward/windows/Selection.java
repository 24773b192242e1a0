package dev.durward.windows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
    for (Map.Entry<Parameter, String> selector : selectors.entrySet()) {
      if (!has(rule, selector.getKey().fields(selector.getValue()), selector.toString())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a rule has exactly these values. Whether a rule that has them among others, or that has
   * any, is selected too isn't known.
   */
  private static boolean has(RegistryRule rule, Map<String, List<String>> wanted, String selector) {
    Set<String> want = new HashSet<>();
    Set<String> have = new HashSet<>();
    wanted.forEach(
        (key, values) -> {
          values.forEach(value -> want.add(key + "=" + value.toLowerCase(Locale.ROOT)));
          rule.all(key).forEach(value -> have.add(key + "=" + value.toLowerCase(Locale.ROOT)));
        });
    if (want.equals(have)) {
      return true;
    }
    boolean single = !want.isEmpty() && !have.isEmpty() && wanted.size() == 1;
    if (single && !wanted.containsKey("Profile") && !wanted.containsKey("App")) {
      return false;
    }
    boolean otherProtocol =
        wanted.containsKey("Protocol")
            && rule.has("Protocol")
            && !wanted.get("Protocol").isEmpty()
            && !rule.all("Protocol").equals(wanted.get("Protocol"));
    if (otherProtocol) {
      return false;
    }
    throw new UnknownToNetsh(selector + " beside a rule with " + rule.fields());
  }
}
