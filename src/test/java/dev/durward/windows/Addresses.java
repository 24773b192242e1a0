package dev.durward.windows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values of {@code localip} and {@code remoteip}. */
final class Addresses {
  private static final Map<String, String> KEYWORDS =
      Map.of(
          "localsubnet", "LocalSubnet",
          "dns", "DNS",
          "dhcp", "DHCP",
          "wins", "WINS",
          "defaultgateway", "DefaultGateway");

  private Addresses() {}

  /** One item of a list: what it covers, and how the registry writes it. */
  private record Span(Literal first, Literal last, String text) {
    boolean overlaps(Span other) {
      return first.bits() == other.first.bits()
          && first.value().compareTo(other.last.value()) <= 0
          && other.first.value().compareTo(last.value()) <= 0;
    }
  }

  /**
   * What a value means in the registry: hosts bare, IPv4 networks with a dotted mask, IPv6 networks
   * with a prefix, ranges as they are, any as absence, a keyword for both families.
   *
   * @param side L or R
   */
  static Map<String, List<String>> read(String side, String value) throws Refused {
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.equals("any")) {
      return Map.of(side + "A4", List.of(), side + "A6", List.of());
    }
    String keyword = KEYWORDS.get(lower);
    if (keyword != null && side.equals("R")) {
      return Map.of("RA4", List.of(keyword), "RA6", List.of(keyword));
    }
    List<Span> spans = new ArrayList<>();
    for (String item : lower.split(",", -1)) {
      if (lower.contains(",") && (item.equals("any") || KEYWORDS.containsKey(item))) {
        throw new UnknownToNetsh("an address keyword in a list: " + value);
      }
      Span span = span(item);
      if (spans.stream().anyMatch(span::overlaps)) {
        throw new UnknownToNetsh("an address that stands twice: " + value);
      }
      spans.add(span);
    }
    return Map.of(side + "A4", texts(spans, 32), side + "A6", texts(spans, 128));
  }

  private static List<String> texts(List<Span> spans, int bits) {
    return spans.stream().filter(span -> span.first.bits() == bits).map(Span::text).toList();
  }

  private static Span span(String item) throws Refused {
    int dash = item.indexOf('-');
    int slash = item.indexOf('/');
    if (dash >= 0 && slash >= 0) {
      throw new Refused(Message.BAD_ADDRESS, "a range with a prefix: " + item);
    }
    if (dash >= 0) {
      return range(item.substring(0, dash), item.substring(dash + 1));
    }
    if (slash >= 0) {
      return network(item, item.substring(0, slash), item.substring(slash + 1));
    }
    Literal host = Literal.parse(item);
    if (host.isUnspecified()) {
      throw new UnknownToNetsh("an unspecified address: " + item);
    }
    return checked(new Span(host, host, host.text()));
  }

  private static Span range(String from, String to) throws Refused {
    Literal first = Literal.parse(from);
    Literal last = Literal.parse(to);
    if (first.bits() != last.bits() || first.value().compareTo(last.value()) > 0) {
      throw new Refused(Message.BAD_ADDRESS, "mixed or reversed: " + from + "-" + to);
    }
    if (first.equals(last)) {
      throw new UnknownToNetsh("a range of one address: " + from + "-" + to);
    }
    return checked(new Span(first, last, first.text() + "-" + last.text()));
  }

  private static Span network(String item, String address, String length) throws Refused {
    if (item.equals("::1/128")) {
      throw new Refused(Message.BAD_ADDRESS, "recorded on a real host: " + item);
    }
    Literal base = Literal.parse(address);
    int bits = base.bits();
    int prefix = length.indexOf('.') >= 0 ? prefixOfMask(bits, length) : prefix(bits, length);
    if (prefix == 0 || prefix == bits) {
      throw new UnknownToNetsh("a network of all addresses or of one: " + item);
    }
    BigInteger hostPart = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
    if (base.value().and(hostPart).signum() != 0) {
      throw new UnknownToNetsh("a network with host bits: " + item);
    }
    BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).xor(hostPart);
    String written = bits == 32 ? new Literal(32, mask).text() : Integer.toString(prefix);
    Literal last = new Literal(bits, base.value().or(hostPart));
    return checked(new Span(base, last, base.text() + "/" + written));
  }

  private static int prefix(int bits, String length) throws Refused {
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      throw new Refused(Message.BAD_ADDRESS, "prefix /" + length);
    }
    if (length.length() > 1 && length.startsWith("0")) {
      throw new UnknownToNetsh("a prefix with a leading zero: " + length);
    }
    return Integer.parseInt(length);
  }

  private static int prefixOfMask(int bits, String mask) throws Refused {
    BigInteger value = Literal.parse(mask).value();
    int prefix = value.bitCount();
    boolean contiguous =
        bits == 32
            && value.bitLength() == (prefix == 0 ? 0 : 32)
            && (prefix == 0 || value.getLowestSetBit() == 32 - prefix);
    if (!contiguous) {
      throw new Refused(Message.BAD_ADDRESS, "mask " + mask);
    }
    return prefix;
  }

  /** Loopback addresses in rules are unsupported (Microsoft KB 2771908), whatever that means. */
  private static Span checked(Span span) {
    if (span.first.isLoopback4() || span.last.isLoopback4()) {
      throw new UnknownToNetsh("a loopback address: " + span.text);
    }
    return span;
  }
}
