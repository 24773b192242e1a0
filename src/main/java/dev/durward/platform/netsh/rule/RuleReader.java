package dev.durward.platform.netsh.rule;

import dev.durward.model.Family;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.netsh.registry.Malformed;
import dev.durward.platform.netsh.rule.FirewallRule.IcmpType;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * From a rule string to its meaning. Keys are taken whatever their case: Windows' own service rules
 * spell some of them differently.
 */
final class RuleReader {
  private static final Set<String> KEYS =
      Set.of(
          "action",
          "active",
          "dir",
          "protocol",
          "profile",
          "icmp",
          "iftype",
          "if",
          "app",
          "svc",
          "name",
          "desc",
          "embedctxt",
          "edge",
          "defer");

  /** Lists whose keys got further ones with each version ({@code LPort2_10}, {@code RA42}). */
  private static final List<String> LISTS = List.of("lport", "rport", "la", "ra");

  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Map<String, List<Field>> fields = new HashMap<>();
  private final List<Field> others = new ArrayList<>();

  private RuleReader(List<Field> all) {
    for (Field field : all) {
      String key = slot(FirewallRule.lower(field.key()));
      (key.isEmpty() ? others : fields.computeIfAbsent(key, k -> new ArrayList<>())).add(field);
    }
  }

  /** What a key is about; empty for one that is not understood. */
  private static String slot(String key) {
    if (KEYS.contains(key)) {
      return key;
    }
    if (key.equals("icmp4") || key.equals("icmp6")) {
      return "icmp";
    }
    for (String list : LISTS) {
      int length = list.length();
      boolean isList = key.startsWith(list);
      boolean isAddress = length == 2 && isList && key.length() > length;
      if (isAddress && (key.charAt(length) == '4' || key.charAt(length) == '6')) {
        return list;
      }
      if (length > 2 && isList && (key.length() == length || key.charAt(length) == '2')) {
        return list;
      }
    }
    return "";
  }

  static FirewallRule read(String id, RuleString text) throws Malformed {
    RuleReader reader = new RuleReader(text.fields());
    OptionalInt protocol = reader.protocol();
    FirewallRule rule =
        new FirewallRule(
            id,
            text.version(),
            reader.text("name"),
            reader.text("desc"),
            reader.text("embedctxt"),
            reader.bool("active"),
            RuleWords.DIRECTIONS.read(reader.required("dir", "Dir")),
            RuleWords.ACTIONS.read(reader.required("action", "Action")),
            reader.profiles(),
            protocol,
            PortCondition.read(reader.all("lport")),
            PortCondition.read(reader.all("rport")),
            reader.icmpTypes(),
            AddressCondition.read(reader.all("la")),
            AddressCondition.read(reader.all("ra")),
            reader.interfaceTypes(),
            reader.all("if").stream().map(Field::value).toList(),
            reader.text("app"),
            reader.text("svc"),
            reader.edge(),
            reader.others);
    reader.check(protocol);
    return rule;
  }

  private List<Field> all(String key) {
    return fields.getOrDefault(key, List.of());
  }

  /** Of a key that may stand once. */
  private Optional<Field> one(String key) throws Malformed {
    List<Field> all = all(key);
    if (all.size() > 1) {
      throw new Malformed(all.get(0) + " and " + all.get(1) + " exclude each other");
    }
    return all.stream().findFirst();
  }

  private Optional<String> text(String key) throws Malformed {
    return one(key).map(Field::value);
  }

  private Field required(String key, String spelling) throws Malformed {
    return one(key).orElseThrow(() -> new Malformed("it has no " + spelling + "="));
  }

  private boolean bool(String key) throws Malformed {
    Optional<Field> field = one(key);
    return field.isPresent() && RuleWords.bool(field.get());
  }

  private OptionalInt protocol() throws Malformed {
    Optional<Field> field = one("protocol");
    if (field.isEmpty()) {
      return OptionalInt.empty();
    }
    int number = RuleWords.number(field.get().value());
    if (number < 0 || number > 256) {
      throw new Malformed(field.get() + " is no protocol number");
    }
    return number == 256 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private Set<Profile> profiles() throws Malformed {
    Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    for (Field field : all("profile")) {
      profiles.add(RuleWords.PROFILES.read(field));
    }
    return profiles.isEmpty() ? EnumSet.allOf(Profile.class) : profiles;
  }

  private Set<InterfaceType> interfaceTypes() throws Malformed {
    Set<InterfaceType> types = EnumSet.noneOf(InterfaceType.class);
    for (Field field : all("iftype")) {
      types.add(RuleWords.INTERFACE_TYPES.read(field));
    }
    return types;
  }

  private List<IcmpType> icmpTypes() throws Malformed {
    List<IcmpType> types = new ArrayList<>();
    for (Field field : all("icmp")) {
      String value = field.value();
      int colon = value.indexOf(':');
      int type = RuleWords.number(value.substring(0, Math.max(colon, 0)));
      String code = value.substring(colon + 1);
      int number = RuleWords.number(code);
      if (type < 0 || type > 255 || number > 255 || (number < 0 && !code.equals("*"))) {
        throw new Malformed(field + " is no TYPE:CODE of ICMP");
      }
      types.add(
          new IcmpType(
              field.key().endsWith("4") ? Family.IPV4 : Family.IPV6,
              type,
              number < 0 ? OptionalInt.empty() : OptionalInt.of(number)));
    }
    return types;
  }

  /**
   * {@code Defer=User} stands without {@code Edge} in rules that Windows' own prompt wrote, {@code
   * Defer=App} always with it.
   */
  private Edge edge() throws Malformed {
    Optional<Field> defer = one("defer");
    boolean edge = bool("edge");
    if (defer.isEmpty()) {
      return edge ? Edge.YES : Edge.NO;
    }
    return switch (FirewallRule.lower(defer.get().value())) {
      case "app" -> Edge.DEFERAPP;
      case "user" -> Edge.DEFERUSER;
      default -> throw new Malformed(defer.get() + " is neither App nor User");
    };
  }

  /** Windows drops rules whose conditions their protocol doesn't have. */
  private void check(OptionalInt protocol) throws Malformed {
    int number = protocol.orElse(-1);
    boolean namesPorts = !all("lport").isEmpty() || !all("rport").isEmpty();
    if (namesPorts && number != TCP && number != UDP) {
      throw new Malformed("it names ports without Protocol=6 or Protocol=17");
    }
    for (Field field : all("icmp")) {
      if (number != (field.key().endsWith("4") ? 1 : 58)) {
        throw new Malformed(field + " is not of its protocol");
      }
    }
  }
}
