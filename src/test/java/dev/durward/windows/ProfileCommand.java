package dev.durward.windows;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code netsh advfirewall set domainprofile|privateprofile|publicprofile|allprofiles
 * firewallpolicy}, which takes both halves at once and has no third value outside the stores of
 * group policy.
 *
 * @param keys of the profiles in the registry
 * @param numbers what each of them gets
 */
record ProfileCommand(List<String> keys, Map<String, Integer> numbers) {
  /** The key of each profile; the private one has its old name there. */
  static final Map<String, String> KEYS =
      Map.of(
          "domainprofile", "DomainProfile",
          "privateprofile", "StandardProfile",
          "publicprofile", "PublicProfile");

  private static final Map<String, Map<String, Integer>> INBOUND =
      Map.of(
          "blockinbound", Map.of("DefaultInboundAction", 1, "DoNotAllowExceptions", 0),
          "blockinboundalways", Map.of("DefaultInboundAction", 1, "DoNotAllowExceptions", 1),
          "allowinbound", Map.of("DefaultInboundAction", 0, "DoNotAllowExceptions", 0));

  private static final Map<String, Integer> OUTBOUND =
      Map.of("allowoutbound", 0, "blockoutbound", 1);

  static boolean is(List<String> words) {
    return words.size() >= 4
        && words.get(0).equalsIgnoreCase("advfirewall")
        && words.get(1).equalsIgnoreCase("set")
        && words.get(3).equalsIgnoreCase("firewallpolicy");
  }

  static ProfileCommand parse(List<String> words) {
    String profile = words.get(2).toLowerCase(Locale.ROOT);
    boolean all = profile.equals("allprofiles");
    List<String> halves =
        words.size() == 5
            ? List.of(words.get(4).toLowerCase(Locale.ROOT).split(",", -1))
            : List.of();
    if ((!all && !KEYS.containsKey(profile))
        || halves.size() != 2
        || !INBOUND.containsKey(halves.get(0))
        || !OUTBOUND.containsKey(halves.get(1))) {
      throw new UnknownToNetsh("what it answers to " + words);
    }
    Map<String, Integer> numbers = new TreeMap<>(INBOUND.get(halves.get(0)));
    numbers.put("DefaultOutboundAction", OUTBOUND.get(halves.get(1)));
    return new ProfileCommand(
        all ? List.copyOf(KEYS.values()) : List.of(KEYS.get(profile)), numbers);
  }

  void run(RuleStore store) {
    keys.forEach(key -> numbers.forEach((name, number) -> store.set(key, name, number)));
  }
}
