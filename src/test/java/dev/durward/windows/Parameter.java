package dev.durward.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A parameter of {@code add rule}, {@code delete rule} and {@code set rule}. */
enum Parameter {
  NAME("name=<string>"),
  DIR("dir=in|out"),
  ACTION("action=allow|block|bypass"),
  PROGRAM("program=<program path>"),
  SERVICE("service=<service short name>|any"),
  DESCRIPTION("description=<string>"),
  ENABLE("enable=yes|no"),
  PROFILE("profile=public|private|domain|any[,...]"),
  LOCALIP("localip=any|<IPv4 address>|<IPv6 address>|<subnet>|<range>|<list>"),
  REMOTEIP(
      "remoteip=any|localsubnet|dns|dhcp|wins|defaultgateway|"
          + "<IPv4 address>|<IPv6 address>|<subnet>|<range>|<list>"),
  LOCALPORT("localport=0-65535|<port range>[,...]|RPC|RPC-EPMap|IPHTTPS|any"),
  REMOTEPORT("remoteport=0-65535|<port range>[,...]|any"),
  PROTOCOL("protocol=0-255|icmpv4|icmpv6|icmpv4:type,code|icmpv6:type,code|tcp|udp|any"),
  INTERFACETYPE("interfacetype=wireless|lan|ras|any"),
  RMTCOMPUTERGRP("rmtcomputergrp=<SDDL string>"),
  RMTUSRGRP("rmtusrgrp=<SDDL string>"),
  EDGE("edge=yes|deferapp|deferuser|no"),
  SECURITY("security=authenticate|authenc|authdynenc|authnoencap|notrequired");

  private static final Map<String, String> DIRECTIONS = Map.of("in", "In", "out", "Out");
  private static final Map<String, String> ACTIONS =
      Map.of("allow", "Allow", "block", "Block", "bypass", "ByPass");
  private static final Map<String, String> SWITCH = Map.of("yes", "TRUE", "no", "FALSE");
  private static final Map<String, String> INTERFACES =
      Map.of("wireless", "Wireless", "lan", "Lan", "ras", "RemoteAccess");
  private static final Set<String> SECURITIES =
      Set.of("authenticate", "authenc", "authdynenc", "authnoencap", "notrequired");
  private static final List<String> PROFILES = List.of("domain", "private", "public");

  private final String syntax;

  Parameter(String syntax) {
    this.syntax = syntax;
  }

  String syntax() {
    return syntax;
  }

  /** What a value means in the registry: for each key that it sets, the values, none for any. */
  Map<String, List<String>> fields(String value) throws Refused {
    return switch (this) {
      case NAME -> Map.of("Name", List.of(name(value)));
      case DIR -> Map.of("Dir", List.of(word(value, DIRECTIONS)));
      case ACTION -> Map.of("Action", List.of(word(value, ACTIONS)));
      case PROGRAM -> Map.of("App", List.of(program(value)));
      case SERVICE -> Map.of("Svc", List.of(service(value)));
      case DESCRIPTION -> Map.of("Desc", List.of(value));
      case ENABLE -> Map.of("Active", List.of(word(value, SWITCH)));
      case PROFILE -> profiles(value);
      case LOCALIP -> Addresses.read("L", value);
      case REMOTEIP -> Addresses.read("R", value);
      case LOCALPORT -> Ports.read("L", value);
      case REMOTEPORT -> Ports.read("R", value);
      case PROTOCOL -> Protocols.read(value);
      case INTERFACETYPE ->
          value.equalsIgnoreCase("any")
              ? Map.of("IFType", List.of())
              : Map.of("IFType", List.of(word(value, INTERFACES)));
      case EDGE -> edge(value);
      case SECURITY -> {
        if (!SECURITIES.contains(value.toLowerCase(Locale.ROOT))) {
          throw new Refused(Message.BAD_VALUE, value);
        }
        yield Map.of();
      }
      case RMTCOMPUTERGRP, RMTUSRGRP -> Map.of();
    };
  }

  /** Whether {@code delete rule}, and {@code set rule} before {@code new}, may select by it. */
  boolean selects() {
    return switch (this) {
      case NAME,
          DIR,
          PROFILE,
          PROGRAM,
          SERVICE,
          LOCALIP,
          REMOTEIP,
          LOCALPORT,
          REMOTEPORT,
          PROTOCOL ->
          true;
      default -> false;
    };
  }

  /** Whether it is known how it comes out in the registry. */
  boolean isWritten() {
    return this != RMTCOMPUTERGRP && this != RMTUSRGRP && this != SECURITY;
  }

  /** One of several words, whatever its case. */
  private static String word(String value, Map<String, String> words) throws Refused {
    if (value.contains(",")) {
      throw new UnknownToNetsh("a list where the usage shows none: " + value);
    }
    String written = words.get(value.toLowerCase(Locale.ROOT));
    if (written == null) {
      throw new Refused(Message.BAD_VALUE, value);
    }
    return written;
  }

  private static String name(String name) {
    // Of "@" names Windows shows another text; of names of digits nothing is recorded.
    if (name.startsWith("@") || name.matches("[0-9]+")) {
      throw new UnknownToNetsh("the rule name " + name);
    }
    return name;
  }

  private static String program(String path) {
    boolean absolute = path.matches("[A-Za-z]:\\\\[^\\\\/:*?<>%]+(\\\\[^\\\\/:*?<>%]+)*");
    if (!absolute && !path.equalsIgnoreCase("System")) {
      throw new UnknownToNetsh("the program " + path);
    }
    return path;
  }

  /** {@code service=any} restricts the rule to services. */
  private static String service(String name) {
    if (!name.matches("[A-Za-z0-9_.-]+")) {
      throw new UnknownToNetsh("the service " + name);
    }
    return name.equalsIgnoreCase("any") ? "*" : name;
  }

  private static Map<String, List<String>> profiles(String value) throws Refused {
    List<String> items = List.of(value.toLowerCase(Locale.ROOT).split(",", -1));
    if (items.equals(List.of("any"))) {
      return Map.of("Profile", List.of());
    }
    List<String> written = new ArrayList<>();
    for (String profile : PROFILES) {
      if (items.contains(profile)) {
        written.add(profile.substring(0, 1).toUpperCase(Locale.ROOT) + profile.substring(1));
      }
    }
    if (!items.stream().allMatch(item -> PROFILES.contains(item) || item.equals("any"))) {
      throw new Refused(Message.BAD_VALUE, value);
    }
    if (items.size() != written.size()) {
      throw new UnknownToNetsh("a profile that stands twice, or any in a list: " + value);
    }
    // No Profile means every profile: that is how a rule for all three looks.
    return Map.of("Profile", items.size() == PROFILES.size() ? List.of() : written);
  }

  /** "Defer to application" stands beside Edge=TRUE in real rules, "to user" alone. */
  private static Map<String, List<String>> edge(String value) throws Refused {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "yes" -> Map.of("Edge", List.of("TRUE"), "Defer", List.of());
      case "deferapp" -> Map.of("Edge", List.of("TRUE"), "Defer", List.of("App"));
      case "deferuser" -> Map.of("Edge", List.of(), "Defer", List.of("User"));
      case "no" -> Map.of("Edge", List.of(), "Defer", List.of());
      default -> throw new Refused(Message.BAD_VALUE, value);
    };
  }
}
