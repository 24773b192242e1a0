package dev.durward.model;

import static java.util.stream.Collectors.joining;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A set of addresses, of one family or of both, in its one canonical form.
 *
 * @param ranges disjoint, not adjacent, IPv4 before IPv6, ascending
 */
public record AddressSet(List<AddressRange> ranges) {
  /** Every address of both families; what a rule that names none has. */
  public static final AddressSet ANY =
      new AddressSet(List.of(AddressRange.all(Family.IPV4), AddressRange.all(Family.IPV6)));

  private static final int MANY = 1_000;
  private static final int INDEX_BITS = 31;
  private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

  public AddressSet {
    ranges = List.copyOf(ranges);
    for (int i = 1; i < ranges.size(); i++) {
      if (touches(ranges.get(i - 1), ranges.get(i))) {
        throw new IllegalArgumentException("not canonical: " + ranges);
      }
    }
  }

  /** The union of the given ranges, in any order, overlapping or not. */
  public static AddressSet of(Collection<AddressRange> ranges) {
    List<AddressRange> merged = new ArrayList<>();
    for (AddressRange next : sorted(List.copyOf(ranges))) {
      int end = merged.size() - 1;
      if (end >= 0 && touches(merged.get(end), next)) {
        AddressRange before = merged.get(end);
        IpAddress last = before.last().compareTo(next.last()) < 0 ? next.last() : before.last();
        merged.set(end, new AddressRange(before.first(), last));
      } else {
        merged.add(next);
      }
    }
    return new AddressSet(merged);
  }

  private static List<AddressRange> sorted(List<AddressRange> ranges) {
    return ranges.size() >= MANY && ranges.stream().allMatch(AddressSet::isOfIpv4)
        ? sortedIpv4(ranges)
        : ranges.stream().sorted().toList();
  }

  private static boolean isOfIpv4(AddressRange range) {
    return range.family() == Family.IPV4;
  }

  /** By their first addresses, as numbers: quicker, and bans come in thousands. */
  private static List<AddressRange> sortedIpv4(List<AddressRange> ranges) {
    long[] keys = new long[ranges.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ranges.get(i).first().low() << INDEX_BITS | i;
    }
    Arrays.sort(keys);
    List<AddressRange> sorted = new ArrayList<>(keys.length);
    for (long key : keys) {
      sorted.add(ranges.get((int) (key & INDEX_MASK)));
    }
    return sorted;
  }

  /** Whether {@code later}, which does not begin before {@code earlier}, overlaps or adjoins it. */
  private static boolean touches(AddressRange earlier, AddressRange later) {
    if (earlier.family() != later.family()) {
      return earlier.compareTo(later) > 0;
    }
    if (earlier.family() == Family.IPV4) {
      return later.first().low() - earlier.last().low() <= 1;
    }
    return earlier.last().next().map(next -> later.first().compareTo(next) <= 0).orElse(true);
  }

  /** The addresses that both hold. */
  public AddressSet intersection(AddressSet other) {
    List<AddressRange> common = new ArrayList<>();
    if (isEmpty() || other.isEmpty()) {
      return this.isEmpty() ? this : other;
    }
    // Mostly one of the two is all there is.
    if (isRangeAround(other)) {
      return other;
    } else if (other.isRangeAround(this)) {
      return this;
    }
    int i = firstReaching(other.ranges.get(0).first());
    int j = other.firstReaching(ranges.get(0).first());
    while (i < ranges.size() && j < other.ranges.size()) {
      AddressRange a = ranges.get(i);
      AddressRange b = other.ranges.get(j);
      IpAddress first = a.first().compareTo(b.first()) < 0 ? b.first() : a.first();
      IpAddress last = a.last().compareTo(b.last()) < 0 ? a.last() : b.last();
      if (first.compareTo(last) <= 0) {
        common.add(
            a.isFrom(first, last) ? a : b.isFrom(first, last) ? b : new AddressRange(first, last));
      }
      if (a.last().compareTo(b.last()) < 0) {
        i++;
      } else {
        j++;
      }
    }
    return new AddressSet(common);
  }

  private boolean isRangeAround(AddressSet other) {
    AddressRange only = ranges.get(0);
    return ranges.size() == 1
        && only.first().compareTo(other.ranges.get(0).first()) <= 0
        && other.ranges.get(other.ranges.size() - 1).last().compareTo(only.last()) <= 0;
  }

  /** The index of the first range that doesn't end before an address; as many as there are. */
  private int firstReaching(IpAddress address) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).last().compareTo(address) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether it holds each address of a range. */
  public boolean covers(AddressRange range) {
    int at = firstReaching(range.first());
    return at < ranges.size()
        && ranges.get(at).first().compareTo(range.first()) <= 0
        && range.last().compareTo(ranges.get(at).last()) <= 0;
  }

  /** Whether it holds an address of a range. */
  public boolean meets(AddressRange range) {
    int at = firstReaching(range.first());
    return at < ranges.size() && ranges.get(at).first().compareTo(range.last()) <= 0;
  }

  /** The addresses of one family that it doesn't hold. */
  public AddressSet complement(Family family) {
    List<AddressRange> rest = new ArrayList<>();
    AddressRange all = AddressRange.all(family);
    IpAddress start = all.first();
    for (AddressRange range : in(family)) {
      if (start.compareTo(range.first()) < 0) {
        rest.add(new AddressRange(start, range.first().previous().orElseThrow()));
      }
      Optional<IpAddress> next = range.last().next();
      if (next.isEmpty()) {
        return new AddressSet(rest);
      }
      start = next.get();
    }
    rest.add(new AddressRange(start, all.last()));
    return new AddressSet(rest);
  }

  /** The addresses that either holds. */
  public AddressSet union(AddressSet other) {
    List<AddressRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return of(all);
  }

  /** The addresses that it holds and the other doesn't. */
  public AddressSet minus(AddressSet other) {
    if (!isEmpty() && ranges.get(0).family() == ranges.get(ranges.size() - 1).family()) {
      return intersection(other.complement(ranges.get(0).family()));
    }
    List<AddressRange> rest = new ArrayList<>();
    for (Family family : Family.values()) {
      if (!in(family).isEmpty()) {
        AddressSet part = new AddressSet(in(family));
        rest.addAll(part.intersection(other.complement(family)).ranges());
      }
    }
    return new AddressSet(rest);
  }

  /** The part of it in one family, ascending; empty if it has no address there. */
  public List<AddressRange> in(Family family) {
    // No copy of all, and no stream: this is asked several times of each of ten thousand rules.
    if (isEmpty() || ranges.get(0).family() == ranges.get(ranges.size() - 1).family()) {
      return isEmpty() || ranges.get(0).family() == family ? ranges : List.of();
    }
    List<AddressRange> part = new ArrayList<>();
    for (AddressRange range : ranges) {
      if (range.family() == family) {
        part.add(range);
      }
    }
    return part;
  }

  /** How many ranges it has in one family. */
  public int pieces(Family family) {
    int pieces = 0;
    for (AddressRange range : ranges) {
      pieces += range.family() == family ? 1 : 0;
    }
    return pieces;
  }

  /** How many addresses it holds. */
  public BigInteger size() {
    BigInteger size = BigInteger.ZERO;
    long quads = 0;
    for (AddressRange range : ranges) {
      if (range.family() == Family.IPV4) {
        quads += range.last().low() - range.first().low() + 1;
      } else {
        size = size.add(number(range.last())).subtract(number(range.first())).add(BigInteger.ONE);
      }
    }
    return size.add(BigInteger.valueOf(quads));
  }

  private static BigInteger number(IpAddress address) {
    // Not by way of an InetAddress, which takes long to be loaded.
    return new BigInteger(
        1,
        ByteBuffer.allocate(2 * Long.BYTES).putLong(address.high()).putLong(address.low()).array());
  }

  /** Whether it holds every address of the family. */
  public boolean isAll(Family family) {
    for (AddressRange range : ranges) {
      if (range.family() == family) {
        return range.isAll();
      }
    }
    return false;
  }

  /** Whether it holds no address at all. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public boolean isAny() {
    return isAll(Family.IPV4) && isAll(Family.IPV6);
  }

  public boolean contains(IpAddress address) {
    return covers(AddressRange.of(address));
  }

  /** As in the rule file, separated by commas; {@code any} for every address. */
  @Override
  public String toString() {
    return isAny() ? "any" : ranges.stream().map(AddressRange::toString).collect(joining(","));
  }
}
