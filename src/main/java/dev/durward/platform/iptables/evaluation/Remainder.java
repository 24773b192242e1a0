package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Addresses from which one rule after the other takes some. It changes, unlike all else here: a
 * copy for each of fifty thousand bans would take longer than all the rest.
 */
final class Remainder {
  /** Disjoint, by their first addresses. */
  private final TreeMap<IpAddress, AddressRange> ranges = new TreeMap<>();

  Remainder(AddressSet all) {
    all.ranges().forEach(this::put);
  }

  private void put(AddressRange range) {
    ranges.put(range.first(), range);
  }

  /** Takes away those that are left of a range, and tells which they were. */
  AddressSet take(AddressRange some) {
    List<AddressRange> taken = new ArrayList<>();
    AddressRange next = firstReaching(some.first());
    while (next != null && next.first().compareTo(some.last()) <= 0) {
      taken.add(cut(next, some));
      Map.Entry<IpAddress, AddressRange> after = ranges.higherEntry(next.last());
      next = after == null ? null : after.getValue();
    }
    return new AddressSet(taken);
  }

  private @Nullable AddressRange firstReaching(IpAddress address) {
    Map.Entry<IpAddress, AddressRange> before = ranges.floorEntry(address);
    if (before != null && before.getValue().last().compareTo(address) >= 0) {
      return before.getValue();
    }
    Map.Entry<IpAddress, AddressRange> after = ranges.higherEntry(address);
    return after == null ? null : after.getValue();
  }

  /** Cuts what two ranges have in common out of the one that is here. */
  private AddressRange cut(AddressRange here, AddressRange some) {
    ranges.remove(here.first());
    IpAddress first = here.first();
    IpAddress last = here.last();
    if (first.compareTo(some.first()) < 0) {
      put(new AddressRange(first, some.first().previous().orElseThrow()));
      first = some.first();
    }
    if (some.last().compareTo(last) < 0) {
      put(new AddressRange(some.last().next().orElseThrow(), last));
      last = some.last();
    }
    return new AddressRange(first, last);
  }

  /** What nothing took. */
  AddressSet left() {
    return new AddressSet(List.copyOf(ranges.values()));
  }
}
