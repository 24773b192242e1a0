package dev.durward.platform.iptables.save;

import static java.util.stream.Collectors.toMap;

import java.util.Map;

/** Protocol names as iptables prints them: those of libxtables, then those of /etc/protocols. */
public final class ProtocolName {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "icmp"),
          Map.entry(2, "igmp"),
          Map.entry(4, "ipencap"),
          Map.entry(6, "tcp"),
          Map.entry(17, "udp"),
          Map.entry(33, "dccp"),
          Map.entry(41, "ipv6"),
          Map.entry(46, "rsvp"),
          Map.entry(47, "gre"),
          Map.entry(50, "esp"),
          Map.entry(51, "ah"),
          Map.entry(58, "ipv6-icmp"),
          Map.entry(89, "ospf"),
          Map.entry(94, "ipip"),
          Map.entry(103, "pim"),
          Map.entry(108, "ipcomp"),
          Map.entry(112, "vrrp"),
          Map.entry(115, "l2tp"),
          Map.entry(132, "sctp"),
          Map.entry(135, "mobility-header"),
          Map.entry(136, "udplite"),
          Map.entry(137, "mpls-in-ip"));

  private static final Map<String, String> NUMBERS =
      NAMES.entrySet().stream()
          .collect(toMap(Map.Entry::getValue, entry -> Integer.toString(entry.getKey())));

  private ProtocolName() {}

  /** The name, or the number where none is known. */
  public static String of(int number) {
    return NAMES.getOrDefault(number, Integer.toString(number));
  }

  /** The number of a name or number as iptables prints it; other words come back as they are. */
  public static String number(String word) {
    return switch (word) {
      case "icmpv6" -> "58";
      case "ipv6-mh", "mh" -> "135";
      default -> NUMBERS.getOrDefault(word, word);
    };
  }
}
