package dev.durward.rulefile;

import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.rulefile.Node.Scalar;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Reads one address, network or range, and says of everything else why it is none. */
final class AddressText {
  private static final String EVERY = "write `any` to mean every address";

  private final Findings findings;

  AddressText(Findings findings) {
    this.findings = findings;
  }

  /** Whether a text could be the name of a group. */
  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > 64 || !isLetter(text.charAt(0))) {
      return false;
    }
    return text.chars()
        .allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /**
   * The addresses that a text stands for; reports it and returns empty if it stands for none.
   *
   * @param groups names that would have been right in its place
   */
  Optional<AddressRange> read(Scalar scalar, Collection<String> groups) {
    String text = scalar.text();
    int slash = text.indexOf('/');
    int dash = text.indexOf('-');
    Optional<AddressRange> range;
    if (text.contains("://")) {
      return refuse(
          scalar,
          Spelling.quote(text) + " is a URL",
          "host names are not looked up: write the address");
    }
    if (slash >= 0 && dash >= 0 && !text.contains("/-")) {
      return refuse(
          scalar,
          Spelling.quote(text) + " is a range of networks",
          "write the networks as a list, or a range of addresses");
    }
    if (isName(text)) {
      return refuse(
          scalar,
          Spelling.quote(text) + " is neither an address nor a group",
          Spelling.nearest(text, groups)
              .map(Spelling::question)
              .orElse(
                  text.equals("all")
                      ? EVERY
                      : text.indexOf('.') > 0
                          ? "host names are not looked up: write the address"
                          : "define it under `groups:`, or write an address"));
    } else if (slash >= 0) {
      range = network(scalar, text.substring(0, slash), text.substring(slash + 1));
    } else if (dash >= 0) {
      range = range(scalar, text.substring(0, dash), text.substring(dash + 1));
    } else {
      range = address(scalar, text).map(AddressRange::of);
    }
    return range.filter(found -> isOutsideLoopback(scalar, found));
  }

  private boolean isOutsideLoopback(Scalar scalar, AddressRange range) {
    boolean inside = range.first().isLoopback() && range.last().isLoopback();
    if (inside) {
      findings.error(
          scalar.at(),
          Spelling.quote(scalar.text()) + " is loopback, which no rule applies to",
          "delete it: a host always reaches itself");
    }
    return !inside;
  }

  private Optional<AddressRange> network(Scalar scalar, String base, String length) {
    Optional<IpAddress> address = address(scalar, base);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Family family = address.get().family();
    int prefix = Values.digits(length);
    if (prefix < 0 || prefix > family.bits()) {
      String most = family == Family.IPV4 ? "IPv4 has /0 to /32" : "IPv6 has /0 to /128";
      return refuse(
          scalar,
          Spelling.quote("/" + length) + " is not a prefix length of " + family.title(),
          IpAddress.parse(length).map(AddressText::prefixOf).orElse(-1) >= 0
              ? Spelling.question(base + "/" + prefixOf(IpAddress.parse(length).orElseThrow()))
              : most);
    }
    Optional<AddressRange> range = AddressRange.ofPrefix(address.get(), prefix);
    return range.isPresent()
        ? range
        : refuse(
            scalar,
            Spelling.quote(scalar.text()) + " has bits set behind its prefix",
            "did you mean the network "
                + masked(address.get(), prefix)
                + "/"
                + prefix
                + ", or the address "
                + address.get()
                + "?");
  }

  private Optional<AddressRange> range(Scalar scalar, String from, String to) {
    if (scalar.text().indexOf(' ') >= 0) {
      return refuse(
          scalar,
          Spelling.quote(scalar.text()) + " has blanks in it",
          Spelling.question(scalar.text().replace(" ", "")));
    }
    int end = Values.digits(to);
    if (end >= 0 && end <= 255 && IpAddress.parse(from).isPresent()) {
      return refuse(
          scalar,
          Spelling.quote(scalar.text()) + " is cut short at its end",
          Spelling.question(from + "-" + from.substring(0, from.lastIndexOf('.') + 1) + end));
    }
    Optional<IpAddress> first = address(scalar, from);
    Optional<IpAddress> last = first.isEmpty() ? Optional.empty() : address(scalar, to);
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    if (first.get().family() != last.get().family()) {
      return refuse(
          scalar,
          Spelling.quote(scalar.text()) + " goes from one family to the other",
          "write a range for each");
    }
    if (first.get().compareTo(last.get()) > 0) {
      return refuse(
          scalar,
          "the range " + Spelling.quote(scalar.text()) + " ends before it begins",
          Spelling.question(last.get() + "-" + first.get()));
    }
    return Optional.of(new AddressRange(first.get(), last.get()));
  }

  private Optional<IpAddress> address(Scalar scalar, String text) {
    Optional<IpAddress> address = IpAddress.parse(text);
    return address.isPresent() ? address : refuse(scalar, reason(text), proposal(text));
  }

  private static String reason(String text) {
    String quoted = Spelling.quote(text);
    if (text.indexOf('%') >= 0) {
      return quoted + " has a scope, which only one host understands";
    }
    if (text.toLowerCase(Locale.ROOT).startsWith("::ffff:")) {
      return quoted + " is IPv4 written as IPv6, and no such packet is on any wire";
    }
    if (!unpadded(text).equals(text)) {
      return quoted + " has a number with a leading zero, which some programs read as octal";
    }
    return quoted + " is not an address";
  }

  private static String proposal(String text) {
    int scope = text.indexOf('%');
    if (scope >= 0) {
      return IpAddress.parse(text.substring(0, scope)).isPresent()
          ? Spelling.question(text.substring(0, scope)) + " Interfaces go under `linux:`"
          : "write the address without it";
    }
    if (text.toLowerCase(Locale.ROOT).startsWith("::ffff:")) {
      String inner = text.substring(7);
      return IpAddress.parse(inner).isPresent() ? Spelling.question(inner) : "write it as IPv4";
    }
    if (IpAddress.parse(unpadded(text)).isPresent() && !unpadded(text).equals(text)) {
      return Spelling.question(unpadded(text));
    }
    if (IpAddress.parse(text.strip()).isPresent()) {
      return Spelling.question(text.strip());
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      return "write it without brackets";
    }
    int colon = text.indexOf(':');
    if (colon > 0 && IpAddress.parse(text.substring(0, colon)).isPresent()) {
      return "write the address alone; ports have keys of their own";
    }
    if (text.indexOf(',') >= 0 || text.indexOf(' ') >= 0) {
      return "write a list, [a, b]";
    }
    return text.equals("*") || text.equals("0")
        ? EVERY
        : "write 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, or the like in IPv6";
  }

  /** A dotted text without zeros that lead its numbers. */
  private static String unpadded(String text) {
    if (text.indexOf(':') >= 0 || text.indexOf('.') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean leads = i == 0 || text.charAt(i - 1) == '.' || out.toString().endsWith(".");
      boolean more = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
      if (!(text.charAt(i) == '0' && (leads || out.isEmpty()) && more)) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static IpAddress masked(IpAddress address, int prefix) {
    if (address.family() == Family.IPV4) {
      return new IpAddress(Family.IPV4, 0, address.low() & mask(prefix + 32));
    }
    return new IpAddress(
        Family.IPV6, address.high() & mask(prefix), address.low() & mask(prefix - 64));
  }

  /** The upper bits of a long. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
  }

  /** The prefix length of a mask like 255.255.255.0, or -1. */
  private static int prefixOf(IpAddress mask) {
    for (int prefix = 0; mask.family() == Family.IPV4 && prefix <= 32; prefix++) {
      if (mask.low() == (mask(prefix + 32) & 0xffff_ffffL)) {
        return prefix;
      }
    }
    return -1;
  }

  private <T> Optional<T> refuse(Scalar scalar, String message, String proposal) {
    findings.error(scalar.at(), message, proposal);
    return Optional.empty();
  }
}
