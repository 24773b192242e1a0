package dev.durward.platform.ufw;

import dev.durward.model.AddressRange;
import dev.durward.platform.ufw.UfwRule.Match;

/** Whether two matches of one family may speak about the same packet; what isn't known, may. */
final class Overlap {
  private Overlap() {}

  static boolean between(Match a, Match b) {
    return ofClass(a, b)
        && ports(a.ports(), b.ports())
        && ports(a.sourcePorts(), b.sourcePorts())
        && addresses(a.source(), b.source())
        && addresses(a.destination(), b.destination());
  }

  /** Whether they are about packets of one direction, protocol and interface. */
  static boolean ofClass(Match a, Match b) {
    boolean protocols =
        a.protocol().equals("any")
            || b.protocol().equals("any")
            || a.protocol().equals(b.protocol());
    return !a.routed()
        && !b.routed()
        && a.isOut() == b.isOut()
        && protocols
        && cards(a.card(), b.card());
  }

  /** Whether a match for all packets of a class leaves nothing of another one. */
  static boolean covers(Match catchAll, Match other) {
    return ofClass(catchAll, other)
        && (catchAll.protocol().equals("any") || catchAll.protocol().equals(other.protocol()))
        && (catchAll.card().isEmpty() || catchAll.card().equals(other.card()));
  }

  private static boolean cards(String a, String b) {
    return a.isEmpty() || b.isEmpty() || a.equals(b) || begins(a, b) || begins(b, a);
  }

  /** {@code eth+} stands for all whose names begin so. */
  private static boolean begins(String pattern, String name) {
    return pattern.endsWith("+") && name.startsWith(pattern.substring(0, pattern.length() - 1));
  }

  private static boolean ports(String a, String b) {
    var first = Ports.parse(a);
    var second = Ports.parse(b);
    return first.isEmpty() || second.isEmpty() || !first.get().intersection(second.get()).isEmpty();
  }

  private static boolean addresses(String a, String b) {
    var first = AddressRange.parse(a);
    var second = AddressRange.parse(b);
    return first.isEmpty()
        || second.isEmpty()
        || (first.get().contains(second.get().first())
            || second.get().contains(first.get().first()));
  }
}
