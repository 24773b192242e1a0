package dev.durward.platform.iptables.save;

import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses and ports as iptables and ipset print them; each empty if a word is no such value. */
public final class Values {
  private Values() {}

  /** {@code 10.0.0.0/8}, {@code 10.0.0.0/255.0.0.0}, {@code 2001:db8::1}. */
  public static Optional<AddressRange> network(String text, Family family) {
    int slash = text.indexOf('/');
    String length = slash < 0 ? "" : text.substring(slash + 1);
    int prefix = slash < 0 ? family.bits() : prefix(length, family);
    Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    return prefix >= 0 && address.isPresent() && address.get().family() == family
        ? AddressRange.ofPrefix(address.get(), prefix)
        : Optional.empty();
  }

  /** A number, or for IPv4 a mask as older versions print it. */
  private static int prefix(String length, Family family) {
    if (length.length() <= 3 && isNumber(length)) {
      int bits = Integer.parseInt(length);
      return bits <= family.bits() ? bits : -1;
    }
    long mask =
        IpAddress.parse(length)
            .filter(each -> each.family() == Family.IPV4)
            .map(IpAddress::low)
            .orElse(-1L);
    int bits = Long.bitCount(mask);
    return mask >= 0 && mask == (0xffff_ffffL << (32 - bits) & 0xffff_ffffL) ? bits : -1;
  }

  /** {@code 10.0.0.1-10.0.0.9}. */
  public static Optional<AddressRange> range(String text, Family family) {
    int dash = text.indexOf('-');
    Optional<IpAddress> first = IpAddress.parse(text.substring(0, Math.max(dash, 0)));
    Optional<IpAddress> last = IpAddress.parse(text.substring(dash + 1));
    boolean ordered =
        first.isPresent()
            && last.isPresent()
            && first.get().family() == family
            && last.get().family() == family
            && first.get().compareTo(last.get()) <= 0;
    return ordered ? Optional.of(new AddressRange(first.get(), last.get())) : Optional.empty();
  }

  /** One address, a network, or a range. */
  public static Optional<AddressRange> addresses(String text, Family family) {
    return text.indexOf('-') < 0 ? network(text, family) : range(text, family);
  }

  /** {@code 22,80:90}; port 0 is left out. */
  public static Optional<PortSet> ports(String text) {
    List<PortRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      int first = number(colon < 0 ? part : part.substring(0, colon));
      int last = number(part.substring(colon + 1));
      if (first < 0 || last < first) {
        return Optional.empty();
      }
      if (last > 0) {
        ranges.add(new PortRange(Math.max(first, 1), last));
      }
    }
    return Optional.of(PortSet.of(ranges));
  }

  /** One port or range, with this between its ends. */
  public static Optional<PortRange> port(String text, char between) {
    int at = text.indexOf(between);
    int first = number(at < 0 ? text : text.substring(0, at));
    int last = number(text.substring(at + 1));
    return first < 0 || last < Math.max(first, 1)
        ? Optional.empty()
        : Optional.of(new PortRange(Math.max(first, 1), last));
  }

  private static int number(String digits) {
    int port = isNumber(digits) && digits.length() <= 5 ? Integer.parseInt(digits) : -1;
    return port <= 65535 ? port : -1;
  }

  /** A number that takes a byte: of a protocol, of an ICMP type or code. */
  public static Optional<Integer> octet(String digits) {
    return isNumber(digits) && digits.length() <= 3
        ? Optional.of(Integer.valueOf(digits)).filter(number -> number <= 255)
        : Optional.empty();
  }

  /** Whether a word is a decimal number. */
  public static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
