package dev.durward.model;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of ports in its one canonical form.
 *
 * @param ranges disjoint, not adjacent, ascending
 */
public record PortSet(List<PortRange> ranges) {
  /** Every port; what a rule that names none has. Also matches protocols without ports. */
  public static final PortSet ALL = new PortSet(List.of(new PortRange(1, 65535)));

  public PortSet {
    ranges = List.copyOf(ranges);
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i - 1).last() + 1 >= ranges.get(i).first()) {
        throw new IllegalArgumentException("not canonical: " + ranges);
      }
    }
  }

  /** The union of the given ranges, in any order, overlapping or not. */
  public static PortSet of(Collection<PortRange> ranges) {
    List<PortRange> merged = new ArrayList<>();
    for (PortRange next : ranges.stream().sorted().toList()) {
      int end = merged.size() - 1;
      if (end >= 0 && next.first() <= merged.get(end).last() + 1) {
        PortRange before = merged.get(end);
        merged.set(end, new PortRange(before.first(), Math.max(before.last(), next.last())));
      } else {
        merged.add(next);
      }
    }
    return new PortSet(merged);
  }

  /** The given ports. */
  public static PortSet of(int... ports) {
    List<PortRange> ranges = new ArrayList<>();
    for (int port : ports) {
      ranges.add(PortRange.of(port));
    }
    return of(ranges);
  }

  /** The ports that both hold. */
  public PortSet intersection(PortSet other) {
    List<PortRange> common = new ArrayList<>();
    for (PortRange a : ranges) {
      for (PortRange b : other.ranges) {
        int first = Math.max(a.first(), b.first());
        int last = Math.min(a.last(), b.last());
        if (first <= last) {
          common.add(new PortRange(first, last));
        }
      }
    }
    return new PortSet(common);
  }

  /** The ports that it doesn't hold. */
  public PortSet complement() {
    List<PortRange> rest = new ArrayList<>();
    int next = 1;
    for (PortRange range : ranges) {
      if (next < range.first()) {
        rest.add(new PortRange(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= 65535) {
      rest.add(new PortRange(next, 65535));
    }
    return new PortSet(rest);
  }

  /** The ports that either holds. */
  public PortSet union(PortSet other) {
    List<PortRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return of(all);
  }

  /** The ports that it holds and the other doesn't. */
  public PortSet minus(PortSet other) {
    return intersection(other.complement());
  }

  /** Whether it holds no port at all. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** How many ports it holds. */
  public int size() {
    return ranges.stream().mapToInt(PortRange::size).sum();
  }

  public boolean isAll() {
    return ranges.size() == 1 && ranges.get(0).size() == 65535;
  }

  /** Each of them, ascending. */
  public IntStream ports() {
    return ranges.stream()
        .flatMapToInt(range -> IntStream.rangeClosed(range.first(), range.last()));
  }

  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.contains(port));
  }

  /** {@code 80,443,9000-9010}, or {@code any}. */
  @Override
  public String toString() {
    return isAll() ? "any" : ranges.stream().map(PortRange::toString).collect(joining(","));
  }
}
