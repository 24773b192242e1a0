package dev.durward.platform.netsh.rule;

import dev.durward.model.Direction;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.netsh.registry.Malformed;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The words of rule strings for values that are one of a few ([MS-GPFAS] section 2.2.2). */
public final class RuleWords<E extends Enum<E>> {
  static final RuleWords<Action> ACTIONS =
      new RuleWords<>(
          Map.of(Action.ALLOW, "Allow", Action.BLOCK, "Block", Action.BYPASS, "ByPass"));
  static final RuleWords<Direction> DIRECTIONS =
      new RuleWords<>(Map.of(Direction.IN, "In", Direction.OUT, "Out"));

  /** {@code Domain}, {@code Private}, {@code Public}. */
  public static final RuleWords<Profile> PROFILES =
      new RuleWords<>(
          Map.of(Profile.DOMAIN, "Domain", Profile.PRIVATE, "Private", Profile.PUBLIC, "Public"));

  static final RuleWords<InterfaceType> INTERFACE_TYPES =
      new RuleWords<>(
          Map.of(
              InterfaceType.LAN,
              "Lan",
              InterfaceType.WIRELESS,
              "Wireless",
              InterfaceType.RAS,
              "RemoteAccess"));

  private final Map<E, String> words;

  private RuleWords(Map<E, String> words) {
    this.words = new EnumMap<>(words);
  }

  /** The word for a value. */
  public String text(E value) {
    return Objects.requireNonNull(words.get(value));
  }

  /** Case aside: Windows' own service rules say {@code Dir=out}. */
  E read(Field field) throws Malformed {
    for (Map.Entry<E, String> word : words.entrySet()) {
      if (word.getValue().equalsIgnoreCase(field.value())) {
        return word.getKey();
      }
    }
    throw new Malformed(field + " is none of " + String.join(", ", words.values()));
  }

  static boolean bool(Field field) throws Malformed {
    boolean yes = field.value().equalsIgnoreCase("TRUE");
    if (!yes && !field.value().equalsIgnoreCase("FALSE")) {
      throw new Malformed(field + " is neither TRUE nor FALSE");
    }
    return yes;
  }

  /** A number of one to five digits, or -1 for anything else. */
  public static int number(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(digits) : -1;
  }
}
