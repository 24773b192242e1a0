package dev.durward.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address of either family, ordered by family and then by value.
 *
 * @param family the family
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits, or the 32 bits of an IPv4 address
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
  private static final long IPV4_MASK = 0xffff_ffffL;

  public IpAddress {
    if (family == Family.IPV4 && (high != 0 || (low & ~IPV4_MASK) != 0)) {
      throw new IllegalArgumentException("more than 32 bits in an IPv4 address");
    }
  }

  /**
   * Reads an address: four decimal numbers without leading zeros, or RFC 4291 section 2.2 without a
   * scope. Never asks a name server.
   *
   * @return empty if the text is not an address; an IPv4-mapped IPv6 address is none, since no such
   *     packet is on any wire
   */
  public static Optional<IpAddress> parse(String text) {
    Long quad = ipv4(text);
    if (quad != null) {
      return Optional.of(new IpAddress(Family.IPV4, 0, quad));
    }
    if (text.indexOf(':') < 0 || !isOfAddressCharacters(text)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = InetAddress.getByName(text).getAddress();
      if (bytes.length != 16) {
        return Optional.empty();
      }
      return Optional.of(ofBytes(bytes));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Nothing else may come before the JDK's parser, which takes names and scopes for good. */
  private static boolean isOfAddressCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = Character.digit(c, 16) >= 0 && c < 128;
      if (!digit && c != ':' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /** The address in network byte order, 4 or 16 bytes. */
  public static IpAddress ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == 4
        ? new IpAddress(Family.IPV4, 0, buffer.getInt() & IPV4_MASK)
        : new IpAddress(Family.IPV6, buffer.getLong(), buffer.getLong());
  }

  private static @Nullable Long ipv4(String text) {
    long value = 0;
    int parts = 0;
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      int digits = end - start;
      if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
        return null;
      }
      int part = 0;
      for (int i = start; i < end; i++) {
        char c = text.charAt(i);
        if (c < '0' || c > '9') {
          return null;
        }
        part = part * 10 + (c - '0');
      }
      if (part > 255) {
        return null;
      }
      value = value << 8 | part;
      parts++;
      start = end + 1;
      if (dot < 0) {
        break;
      }
    }
    return parts == 4 ? value : null;
  }

  /** The lowest address of the block of this one's first {@code prefix} bits. */
  IpAddress withHostBits(int prefix, boolean value) {
    int hostBits = family.bits() - prefix;
    long lowMask = hostBits >= 64 ? -1L : (1L << hostBits) - 1;
    long highMask = hostBits <= 64 ? 0 : hostBits == 128 ? -1L : (1L << (hostBits - 64)) - 1;
    return value
        ? new IpAddress(family, high | highMask, low | lowMask)
        : new IpAddress(family, high & ~highMask, low & ~lowMask);
  }

  /** The next address, or empty after the family's last one. */
  public Optional<IpAddress> next() {
    if (family == Family.IPV4) {
      return low == IPV4_MASK ? Optional.empty() : Optional.of(new IpAddress(family, 0, low + 1));
    }
    if (low != -1L) {
      return Optional.of(new IpAddress(family, high, low + 1));
    }
    return high == -1L ? Optional.empty() : Optional.of(new IpAddress(family, high + 1, 0));
  }

  /** The address before, or empty before the family's first one. */
  public Optional<IpAddress> previous() {
    if (low != 0) {
      return Optional.of(new IpAddress(family, high, low - 1));
    }
    return high == 0 ? Optional.empty() : Optional.of(new IpAddress(family, high - 1, -1L));
  }

  /** The same address for the JDK's network classes, without any look-up. */
  public InetAddress toInetAddress() {
    ByteBuffer buffer =
        family == Family.IPV4
            ? ByteBuffer.allocate(4).putInt((int) low)
            : ByteBuffer.allocate(16).putLong(high).putLong(low);
    try {
      return InetAddress.getByAddress(buffer.array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }

  public boolean isLoopback() {
    return family == Family.IPV4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /** Whether it is nobody's: {@code 0.0.0.0} or {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  @Override
  public int compareTo(IpAddress other) {
    if (family != other.family) {
      return family.compareTo(other.family);
    }
    int highs = Long.compareUnsigned(high, other.high);
    return highs != 0 ? highs : Long.compareUnsigned(low, other.low);
  }

  /** Dotted decimal, or RFC 5952. */
  @Override
  public String toString() {
    if (family == Family.IPV4) {
      return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
      groups[4 + i] = (int) (low >>> (48 - 16 * i)) & 0xffff;
    }
    return rfc5952(groups);
  }

  /** The longest run of two or more zero groups, the first of equals, becomes {@code ::}. */
  private static String rfc5952(int[] groups) {
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
