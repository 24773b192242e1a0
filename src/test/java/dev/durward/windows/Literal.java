package dev.durward.windows;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address.
 *
 * @param bits 32 or 128
 */
record Literal(int bits, BigInteger value) {
  static Literal parse(String text) throws Refused {
    return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
  }

  private static Literal parse4(String text) throws Refused {
    String[] octets = text.split("\\.", -1);
    BigInteger value = BigInteger.ZERO;
    for (String octet : octets) {
      if (octets.length != 4 || !octet.matches("[0-9]{1,3}") || Integer.parseInt(octet) > 255) {
        throw new Refused(Message.BAD_ADDRESS, text);
      }
      if (octet.length() > 1 && octet.startsWith("0")) {
        throw new UnknownToNetsh("an address with leading zeros: " + text);
      }
      value = value.shiftLeft(8).or(new BigInteger(octet));
    }
    return new Literal(32, value);
  }

  private static Literal parse6(String text) throws Refused {
    if (text.indexOf('.') >= 0 || text.indexOf('%') >= 0) {
      throw new UnknownToNetsh("an IPv6 address with an IPv4 tail or a zone: " + text);
    }
    if (!text.matches("[0-9A-Fa-f:]+")) {
      throw new Refused(Message.BAD_ADDRESS, text);
    }
    try {
      // With a colon it is never looked up.
      if (InetAddress.getByName(text) instanceof Inet6Address address) {
        return ofUsualText(new BigInteger(1, address.getAddress()), text);
      }
      throw new UnknownToNetsh("an IPv4-mapped address: " + text);
    } catch (UnknownHostException e) {
      throw new Refused(Message.BAD_ADDRESS, text);
    }
  }

  /** Windows writes some addresses with an IPv4 tail; how they come out of netsh isn't known. */
  private static Literal ofUsualText(BigInteger value, String text) {
    boolean tailed = value.bitLength() <= 48 && value.bitLength() > 16;
    boolean isatap =
        value.shiftRight(32).intValue() == 0x5efe || value.shiftRight(32).intValue() == 0x2005efe;
    if (tailed || isatap) {
      throw new UnknownToNetsh("an IPv6 address that holds an IPv4 address: " + text);
    }
    return new Literal(128, value);
  }

  boolean isUnspecified() {
    return value.signum() == 0;
  }

  boolean isLoopback4() {
    return bits == 32 && value.shiftRight(24).intValue() == 127;
  }

  /** As Windows writes it: IPv6 in lower case, its longest run of zeros left out. */
  String text() {
    return bits == 32 ? text4() : text6();
  }

  private String text4() {
    int v = value.intValue();
    return (v >>> 24) + "." + (v >>> 16 & 255) + "." + (v >>> 8 & 255) + "." + (v & 255);
  }

  private int group(int index) {
    return value.shiftRight(16 * (7 - index)).intValue() & 0xffff;
  }

  private String text6() {
    int start = 8;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.toString().endsWith(":") ? "" : ":");
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }
}
