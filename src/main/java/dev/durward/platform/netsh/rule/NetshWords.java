package dev.durward.platform.netsh.rule;

import dev.durward.model.AddressRange;
import dev.durward.model.Direction;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.model.WindowsOptions.RemoteKeyword;
import dev.durward.platform.netsh.rule.FirewallRule.IcmpType;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule as {@code netsh advfirewall firewall add rule} takes it.
 *
 * @param arguments {@code name=…} first, then each as {@code KEY=VALUE}, without quotes
 * @param unsaid what the rule has beyond them and netsh has no word for, as {@code KEY=VALUE} of
 *     the registry
 */
public record NetshWords(List<String> arguments, List<String> unsaid) {
  private static final Map<RemoteKeyword, String> KEYWORDS = new EnumMap<>(RemoteKeyword.class);

  static {
    KEYWORDS.put(RemoteKeyword.LOCALSUBNET, "LocalSubnet");
    KEYWORDS.put(RemoteKeyword.DNS, "DNS");
    KEYWORDS.put(RemoteKeyword.DHCP, "DHCP");
    KEYWORDS.put(RemoteKeyword.WINS, "WINS");
    KEYWORDS.put(RemoteKeyword.DEFAULTGATEWAY, "DefaultGateway");
  }

  public NetshWords {
    arguments = List.copyOf(arguments);
    unsaid = List.copyOf(unsaid);
  }

  /** The keyword as the registry has it, under RA4 and RA6 both. */
  public static String registryWord(RemoteKeyword keyword) {
    return Objects.requireNonNull(KEYWORDS.get(keyword));
  }

  /** The keyword of a field that has one, under RA4 or RA6. */
  public static Optional<RemoteKeyword> keyword(Field field) {
    boolean remote = field.key().equalsIgnoreCase("RA4") || field.key().equalsIgnoreCase("RA6");
    return KEYWORDS.entrySet().stream()
        .filter(entry -> remote && entry.getValue().equalsIgnoreCase(field.value()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Says a rule. */
  public static NetshWords of(FirewallRule rule) {
    Speaker speaker = new Speaker();
    speaker.speak(rule);
    List<String> arguments = new ArrayList<>();
    speaker.said.forEach((key, value) -> arguments.add(key + "=" + value));
    return new NetshWords(arguments, speaker.unsaid);
  }

  /** On one line, texts with spaces in quotes. */
  public String line() {
    List<String> words = new ArrayList<>();
    arguments.forEach(argument -> words.add(quoted(argument)));
    unsaid.forEach(more -> words.add("(and " + more + ")"));
    return String.join(" ", words);
  }

  /** An argument as a line of a script has it. Its value holds no quotation mark. */
  public static String quoted(String argument) {
    int equals = argument.indexOf('=');
    String value = argument.substring(equals + 1);
    boolean plain =
        !value.isEmpty()
            && value
                .chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || ".,:-/%*\\".indexOf(c) >= 0);
    return plain ? argument : argument.substring(0, equals + 1) + '"' + value + '"';
  }

  /** netsh refuses a prefix for one address, and one of no bits. */
  public static String text(AddressRange range) {
    OptionalInt prefix = range.prefix();
    if (prefix.isPresent() && prefix.getAsInt() == range.family().bits()) {
      return range.first().toString();
    }
    return prefix.isPresent() && prefix.getAsInt() > 0
        ? range.first() + "/" + prefix.getAsInt()
        : range.first() + "-" + range.last();
  }

  /** Says a rule part by part. */
  private static final class Speaker {
    private final Map<String, String> said = new LinkedHashMap<>();
    private final List<String> unsaid = new ArrayList<>();

    void speak(FirewallRule rule) {
      said.put("name", rule.label());
      said.put("dir", rule.direction() == Direction.IN ? "in" : "out");
      said.put("action", rule.action().name().toLowerCase(Locale.ROOT));
      said.put("enable", rule.active() ? "yes" : "no");
      if (!rule.isInAllProfiles()) {
        List<String> profiles = new ArrayList<>();
        for (Profile profile : new TreeSet<>(rule.profiles())) {
          profiles.add(profile.name().toLowerCase(Locale.ROOT));
        }
        said.put("profile", String.join(",", profiles));
      }
      rule.program().ifPresent(program -> said.put("program", program));
      rule.service().ifPresent(name -> said.put("service", name.equals("*") ? "any" : name));
      rule.protocol().ifPresent(number -> said.put("protocol", protocol(number, rule)));
      ports("localport", rule.localPorts());
      ports("remoteport", rule.remotePorts());
      addresses("localip", rule.localAddresses());
      addresses("remoteip", rule.remoteAddresses());
      interfaceTypes(rule.interfaceTypes());
      if (rule.edge() != Edge.NO) {
        said.put("edge", rule.edge().name().toLowerCase(Locale.ROOT));
      }
      rule.description().ifPresent(text -> said.put("description", text));
      rule.interfaces().forEach(name -> unsaid.add("IF=" + name));
      rule.group().ifPresent(group -> unsaid.add("EmbedCtxt=" + group));
      rule.others().forEach(field -> unsaid.add(field.toString()));
    }

    private String protocol(int number, FirewallRule rule) {
      String word =
          switch (number) {
            case 1 -> "icmpv4";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 58 -> "icmpv6";
            default -> Integer.toString(number);
          };
      for (IcmpType type :
          rule.icmpTypes().subList(Math.min(1, rule.icmpTypes().size()), rule.icmpTypes().size())) {
        unsaid.add(type.field().toString());
      }
      return rule.icmpTypes().stream()
          .findFirst()
          .map(type -> word + ":" + icmp(type))
          .orElse(word);
    }

    private static String icmp(IcmpType type) {
      OptionalInt code = type.code();
      return type.type() + "," + (code.isPresent() ? code.getAsInt() : "any");
    }

    private void ports(String key, PortCondition ports) {
      if (ports.isAny()) {
        return;
      }
      List<String> list = new ArrayList<>();
      for (Field word : ports.words()) {
        boolean known = Set.of("rpc", "rpc-epmap").contains(FirewallRule.lower(word.value()));
        (known ? list : unsaid).add(known ? word.value() : word.toString());
      }
      ports.numbers().ranges().forEach(range -> list.add(range.toString()));
      if (!list.isEmpty()) {
        said.put(key, String.join(",", list));
      }
    }

    private void addresses(String key, AddressCondition addresses) {
      if (addresses.isAny()) {
        return;
      }
      List<String> list = new ArrayList<>();
      for (Field word : addresses.words()) {
        boolean both =
            KEYWORDS.containsValue(word.value())
                && addresses.words().contains(new Field("RA4", word.value()))
                && addresses.words().contains(new Field("RA6", word.value()));
        if (!both) {
          unsaid.add(word.toString());
        } else if (word.key().equals("RA4")) {
          list.add(FirewallRule.lower(word.value()));
        }
      }
      for (AddressRange range : addresses.addresses().ranges()) {
        list.add(text(range));
      }
      if (!list.isEmpty()) {
        said.put(key, String.join(",", list));
      }
    }

    private void interfaceTypes(Set<InterfaceType> types) {
      List<InterfaceType> each = new ArrayList<>(new TreeSet<>(types));
      for (int i = 0; i < each.size(); i++) {
        String word = each.get(i).name().toLowerCase(Locale.ROOT);
        if (i == 0) {
          said.put("interfacetype", word);
        } else {
          unsaid.add("interfacetype=" + word);
        }
      }
    }
  }
}
