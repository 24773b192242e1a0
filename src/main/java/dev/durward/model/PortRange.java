package dev.durward.model;

/**
 * Adjacent ports.
 *
 * @param first the lowest, 1 to 65535
 * @param last the highest, not below the first
 */
public record PortRange(int first, int last) implements Comparable<PortRange> {
  public PortRange {
    if (first < 1 || last > 65535 || first > last) {
      throw new IllegalArgumentException("not a port range: " + first + "-" + last);
    }
  }

  /** One port. */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  /** How many ports it holds. */
  public int size() {
    return last - first + 1;
  }

  @Override
  public int compareTo(PortRange other) {
    return first != other.first
        ? Integer.compare(first, other.first)
        : Integer.compare(last, other.last);
  }

  /** {@code 443} or {@code 9000-9010}. */
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
