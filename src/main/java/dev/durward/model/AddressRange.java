package dev.durward.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Adjacent addresses of one family.
 *
 * @param first the lowest
 * @param last the highest, of the same family and not below the first
 */
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
  public AddressRange {
    if (first.family() != last.family() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException("not an address range: " + first + "-" + last);
    }
  }

  /** One address. */
  public static AddressRange of(IpAddress address) {
    return new AddressRange(address, address);
  }

  /**
   * The addresses that share the first {@code prefix} bits with {@code address}.
   *
   * @return empty if {@code address} has bits set behind the prefix
   */
  public static Optional<AddressRange> ofPrefix(IpAddress address, int prefix) {
    if (prefix < 0 || prefix > address.family().bits()) {
      throw new IllegalArgumentException("prefix length " + prefix);
    }
    if (prefix == address.family().bits()) {
      return Optional.of(of(address));
    }
    return address.withHostBits(prefix, false).compareTo(address) == 0
        ? Optional.of(new AddressRange(address, address.withHostBits(prefix, true)))
        : Optional.empty();
  }

  /** The addresses of {@code 192.0.2.1} or {@code 192.0.2.0/24}; empty for any other text. */
  public static Optional<AddressRange> parse(String text) {
    String[] parts = text.split("/", 2);
    Optional<IpAddress> address = IpAddress.parse(parts[0]);
    if (address.isEmpty() || parts.length == 1) {
      return address.map(AddressRange::of);
    }
    int bits = address.get().family().bits();
    return parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= bits
        ? ofPrefix(address.get(), Integer.parseInt(parts[1]))
        : Optional.empty();
  }

  /** Every address of the family. */
  public static AddressRange all(Family family) {
    IpAddress zero = new IpAddress(family, 0, 0);
    return new AddressRange(zero, zero.withHostBits(0, true));
  }

  public Family family() {
    return first.family();
  }

  /** Whether it holds every address of its family. */
  public boolean isAll() {
    return first.previous().isEmpty() && last.next().isEmpty();
  }

  /** Whether these are its ends. */
  boolean isFrom(IpAddress lowest, IpAddress highest) {
    return first.compareTo(lowest) == 0 && last.compareTo(highest) == 0;
  }

  public boolean contains(IpAddress address) {
    return address.family() == family()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  /** The prefix length if the range is one network. */
  public OptionalInt prefix() {
    int hostBits = bits(first.high() ^ last.high());
    hostBits = hostBits > 0 ? 64 + hostBits : bits(first.low() ^ last.low());
    int prefix = family().bits() - hostBits;
    boolean whole =
        first.withHostBits(prefix, false).compareTo(first) == 0
            && first.withHostBits(prefix, true).compareTo(last) == 0;
    return whole ? OptionalInt.of(prefix) : OptionalInt.empty();
  }

  /** The networks that it is made of, as few as can be, ascending. */
  public List<AddressRange> networks() {
    List<AddressRange> networks = new ArrayList<>();
    Optional<IpAddress> next = Optional.of(first);
    while (next.isPresent() && next.get().compareTo(last) <= 0) {
      AddressRange network = widest(next.get());
      networks.add(network);
      next = network.last().next();
    }
    return networks;
  }

  /** The widest network that begins with an address and does not pass the last one. */
  private AddressRange widest(IpAddress start) {
    for (int prefix = 0; prefix < start.family().bits(); prefix++) {
      Optional<AddressRange> network = ofPrefix(start, prefix);
      if (network.isPresent() && network.get().last().compareTo(last) <= 0) {
        return network.get();
      }
    }
    return of(start);
  }

  /** How many bits a number has, its leading zeros aside. */
  private static int bits(long number) {
    return 64 - Long.numberOfLeadingZeros(number);
  }

  @Override
  public int compareTo(AddressRange other) {
    int firsts = first.compareTo(other.first);
    return firsts != 0 ? firsts : last.compareTo(other.last);
  }

  /** {@code 192.0.2.1}, {@code 192.0.2.0/24} or {@code 192.0.2.10-192.0.2.20}. */
  @Override
  public String toString() {
    if (first.compareTo(last) == 0) {
      return first.toString();
    }
    OptionalInt prefix = prefix();
    return prefix.isPresent() ? first + "/" + prefix.getAsInt() : first + "-" + last;
  }
}
