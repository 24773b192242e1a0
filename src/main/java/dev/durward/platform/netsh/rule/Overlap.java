package dev.durward.platform.netsh.rule;

import dev.durward.model.Family;
import dev.durward.model.PortRange;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Whether two rules speak about a packet in common. Conditions that no packet shows by itself
 * (programs, services, addresses that Windows finds out) count as met unless both rules name
 * different ones.
 */
public final class Overlap {
  private Overlap() {}

  /** Whether some packet is spoken about by both. */
  public static boolean of(FirewallRule a, FirewallRule b) {
    return a.direction() == b.direction()
        && a.profiles().stream().anyMatch(b.profiles()::contains)
        && (a.protocol().isEmpty() || b.protocol().isEmpty() || a.protocol().equals(b.protocol()))
        && (a.icmpTypes().isEmpty()
            || b.icmpTypes().isEmpty()
            || a.icmpTypes().stream().anyMatch(b.icmpTypes()::contains))
        && ports(a.localPorts(), b.localPorts())
        && ports(a.remotePorts(), b.remotePorts())
        && addresses(a, b)
        && isSame(a.program(), b.program())
        && isSame(a.service(), b.service())
        && (a.interfaceTypes().isEmpty()
            || b.interfaceTypes().isEmpty()
            || a.interfaceTypes().stream().anyMatch(b.interfaceTypes()::contains));
  }

  /** Whether the first speaks about every packet that the second does. */
  public static boolean covers(FirewallRule wide, FirewallRule narrow) {
    return wide.profiles().containsAll(narrow.profiles())
        && (wide.protocol().isEmpty() || wide.protocol().equals(narrow.protocol()))
        && wide.icmpTypes().isEmpty()
        && covers(wide.localPorts(), narrow.localPorts())
        && covers(wide.remotePorts(), narrow.remotePorts())
        && covers(wide.localAddresses(), narrow.localAddresses())
        && covers(wide.remoteAddresses(), narrow.remoteAddresses())
        && wide.program().isEmpty()
        && wide.service().isEmpty()
        && wide.interfaceTypes().isEmpty()
        && wide.interfaces().isEmpty()
        && wide.narrowing().isEmpty();
  }

  private static boolean isSame(Optional<String> a, Optional<String> b) {
    return a.isEmpty() || b.isEmpty() || a.get().equalsIgnoreCase(b.get());
  }

  private static boolean ports(PortCondition a, PortCondition b) {
    return !a.words().isEmpty()
        || !b.words().isEmpty()
        || any(
            a.numbers().ranges(),
            b.numbers().ranges(),
            (x, y) -> x.first() <= y.last() && y.first() <= x.last());
  }

  private static boolean covers(PortCondition wide, PortCondition narrow) {
    return wide.isAny()
        || (narrow.words().isEmpty()
            && narrow.numbers().ranges().stream()
                .allMatch(range -> isWithin(range, wide.numbers().ranges())));
  }

  private static boolean isWithin(PortRange range, List<PortRange> wide) {
    return wide.stream().anyMatch(w -> w.first() <= range.first() && range.last() <= w.last());
  }

  /** In one family at least, on both sides. */
  private static boolean addresses(FirewallRule a, FirewallRule b) {
    for (Family family : Family.values()) {
      if (addresses(a.localAddresses(), b.localAddresses(), family)
          && addresses(a.remoteAddresses(), b.remoteAddresses(), family)) {
        return true;
      }
    }
    return false;
  }

  private static boolean addresses(AddressCondition a, AddressCondition b, Family family) {
    boolean open = !a.words(family).isEmpty() || !b.words(family).isEmpty();
    boolean possible =
        (!a.words(family).isEmpty() || !a.addresses().in(family).isEmpty())
            && (!b.words(family).isEmpty() || !b.addresses().in(family).isEmpty());
    return possible
        && (open
            || any(
                a.addresses().in(family),
                b.addresses().in(family),
                (x, y) ->
                    x.first().compareTo(y.last()) <= 0 && y.first().compareTo(x.last()) <= 0));
  }

  private static boolean covers(AddressCondition wide, AddressCondition narrow) {
    return wide.isAny()
        || (narrow.words().isEmpty()
            && narrow.addresses().ranges().stream()
                .allMatch(
                    range ->
                        wide.addresses().ranges().stream()
                            .anyMatch(w -> w.contains(range.first()) && w.contains(range.last()))));
  }

  private static <T> boolean any(List<T> a, List<T> b, BiPredicate<T, T> test) {
    return a.stream().anyMatch(x -> b.stream().anyMatch(y -> test.test(x, y)));
  }
}
