package dev.durward.platform.iptables.nft;

import java.util.Map;

/** What nft calls the types of ICMP and ICMPv6 (nft(8), ICMP TYPE TYPE and ICMPV6 TYPE TYPE). */
final class IcmpName {
  private static final Map<String, String> V4 =
      Map.of(
          "echo-reply", "0",
          "destination-unreachable", "3",
          "redirect", "5",
          "echo-request", "8",
          "time-exceeded", "11",
          "parameter-problem", "12",
          "timestamp-request", "13",
          "timestamp-reply", "14");

  private static final Map<String, String> V6 =
      Map.of(
          "packet-too-big", "2",
          "mld-listener-query", "130",
          "mld-listener-report", "131",
          "mld-listener-done", "132",
          "nd-router-solicit", "133",
          "nd-router-advert", "134",
          "nd-neighbor-solicit", "135",
          "nd-neighbor-advert", "136",
          "nd-redirect", "137",
          "mld2-listener-report", "143");

  private static final Map<String, String> BOTH_V6 =
      Map.of(
          "destination-unreachable", "1",
          "time-exceeded", "3",
          "parameter-problem", "4",
          "echo-request", "128",
          "echo-reply", "129");

  private IcmpName() {}

  /** The number of a type's name; others come back as they are. */
  static String number(String name, boolean v6) {
    return v6
        ? V6.getOrDefault(name, BOTH_V6.getOrDefault(name, name))
        : V4.getOrDefault(name, name);
  }
}
