package dev.durward.windows;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values of {@code protocol}. */
final class Protocols {
  private static final String ICMP4 = "ICMP4";
  private static final String ICMP6 = "ICMP6";

  private Protocols() {}

  static Map<String, List<String>> read(String value) throws Refused {
    String lower = value.toLowerCase(Locale.ROOT);
    int colon = lower.indexOf(':');
    String types = colon < 0 ? "" : lower.substring(colon + 1);
    String protocol = colon < 0 ? lower : lower.substring(0, colon);
    if (colon >= 0 && !protocol.equals("icmpv4") && !protocol.equals("icmpv6")) {
      throw new Refused(Message.BAD_PROTOCOL, value);
    }
    return switch (protocol) {
      case "any" -> fields(List.of(), ICMP4, List.of(), ICMP6);
      case "tcp" -> fields(List.of("6"), ICMP4, List.of(), ICMP6);
      case "udp" -> fields(List.of("17"), ICMP4, List.of(), ICMP6);
      case "icmpv4" -> fields(List.of("1"), ICMP4, types(colon, types, value), ICMP6);
      case "icmpv6" -> fields(List.of("58"), ICMP6, types(colon, types, value), ICMP4);
      default -> fields(List.of(number(protocol, value)), ICMP4, List.of(), ICMP6);
    };
  }

  private static Map<String, List<String>> fields(
      List<String> protocol, String typed, List<String> types, String other) {
    return Map.of("Protocol", protocol, typed, types, other, List.of());
  }

  private static String number(String text, String value) throws Refused {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > 255) {
      throw new Refused(Message.BAD_PROTOCOL, value);
    }
    if (text.length() > 1 && text.startsWith("0")) {
      throw new UnknownToNetsh("a number with a leading zero: " + value);
    }
    return text;
  }

  /** {@code type,code}; in the registry {@code type:code}, with {@code *} for any code. */
  private static List<String> types(int colon, String types, String value) throws Refused {
    if (colon < 0) {
      return List.of();
    }
    String[] parts = types.split(",", -1);
    if (parts.length > 2 || parts[0].equals("any")) {
      throw new UnknownToNetsh("several ICMP types, or any type: " + value);
    }
    if (parts.length < 2) {
      throw new Refused(Message.BAD_PROTOCOL, value);
    }
    String code = parts[1].equals("any") ? "*" : number(parts[1], value);
    return List.of(number(parts[0], value) + ":" + code);
  }
}
