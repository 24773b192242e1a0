package dev.durward.probe.derivation;

import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Rule;
import dev.durward.probe.TestNetworks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Addresses from which a rule may be probed.
 *
 * <p>Nobody can tell that an address is nobody's, so those near the end of a range come first,
 * where routers and servers seldom are; never the first and the last of a network, and never one
 * that the host has or is in touch with. Beside the borders of other rules' ranges stand further
 * ones, so that one is found which no other rule speaks about, where there is one.
 */
final class Sources {
  private static final int PER_RANGE = 64;
  private static final int MOST = 1024;

  private final List<Rule> rules;
  private final HostNetwork host;

  Sources(List<Rule> rules, HostNetwork host) {
    this.rules = List.copyOf(rules);
    this.host = host;
  }

  /** The candidates for a rule in a family, best first; empty if there is none. */
  List<IpAddress> of(Rule rule, Family family) {
    Set<IpAddress> candidates = new LinkedHashSet<>();
    List<AddressRange> ranges =
        rule.remote().isAll(family)
            ? List.of(TestNetworks.sources(family))
            : rule.remote().in(family);
    for (AddressRange range : ranges) {
      fromEnd(range, candidates);
    }
    for (Rule other : rules) {
      for (AddressRange border : other.remote().in(family)) {
        step(border.first(), -1, candidates);
        step(border.last(), 1, candidates);
      }
    }
    List<IpAddress> usable = new ArrayList<>();
    for (IpAddress candidate : candidates) {
      if (rule.remote().contains(candidate) && isUsable(candidate) && usable.size() < MOST) {
        usable.add(candidate);
      }
    }
    return usable;
  }

  private static void fromEnd(AddressRange range, Set<IpAddress> candidates) {
    boolean network = range.prefix().orElse(range.family().bits()) < range.family().bits() - 1;
    IpAddress next = range.last();
    for (int i = 0; i < PER_RANGE && next.compareTo(range.first()) >= 0; i++) {
      boolean edge = next.equals(range.last()) || next.equals(range.first());
      if (!network || !edge) {
        candidates.add(next);
      }
      if (next.low() == 0) {
        return;
      }
      next = new IpAddress(next.family(), next.high(), next.low() - 1);
    }
  }

  private static void step(IpAddress border, int by, Set<IpAddress> candidates) {
    boolean wraps = by < 0 ? border.low() == 0 : border.next().isEmpty();
    if (!wraps) {
      candidates.add(
          by > 0
              ? border.next().orElseThrow()
              : new IpAddress(border.family(), border.high(), border.low() - 1));
    }
  }

  /** Whether a host may have it: unicast, global, and not known to belong to somebody. */
  private boolean isUsable(IpAddress address) {
    boolean unicast =
        address.family() == Family.IPV4
            ? address.low() >>> 24 > 0 && address.low() >>> 24 < 224
            : address.high() >>> 56 != 0xff
                && address.high() >>> 54 != 0xfe80 >>> 6
                && (address.high() != 0 || address.low() >>> 32 != 0);
    return unicast
        && !address.isLoopback()
        && !host.knows(address)
        && !address.equals(TestNetworks.target(address.family()));
  }
}
