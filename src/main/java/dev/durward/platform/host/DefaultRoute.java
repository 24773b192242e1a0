package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A route to everywhere by a router. The two halves of everything by which a VPN takes all packets
 * are none: they lead to its other end, not to the router of this network.
 *
 * @param router its address
 * @param networkInterface what leads to it
 * @param metric the lower, the better
 * @param <I> how the system names an interface
 */
record DefaultRoute<I>(IpAddress router, I networkInterface, long metric) {
  private static final int UP = 1;
  private static final int GATEWAY = 2;
  private static final int HEX = 16;

  /** The one that the system takes: of the lowest metric, the first of equals. */
  static <I> Optional<DefaultRoute<I>> best(Stream<DefaultRoute<I>> routes) {
    return routes.min(Comparator.comparingLong(DefaultRoute::metric));
  }

  /**
   * Reads Linux's routes of IPv4, {@code /proc/net/route}. An address is a number of the machine's
   * own byte order; flags are those of {@code RTF_} in linux/route.h.
   *
   * <pre>
   * Iface Destination Gateway  Flags RefCnt Use Metric Mask     MTU Window IRTT
   * eth0  00000000    0105A8C0 0003  0      0   100    00000000 0   0      0
   * eth0  0005A8C0    00000000 0001  0      0   100    00FFFFFF 0   0      0
   * </pre>
   *
   * @return those by a router; what isn't understood is none
   */
  static Stream<DefaultRoute<String>> ofIpv4(List<String> lines, ByteOrder order) {
    return parsed(lines, words -> ipv4(words, order));
  }

  /**
   * Reads those of IPv6, {@code /proc/net/ipv6_route}: destination, its prefix, source, its prefix,
   * router, metric, references, uses, flags, interface. All numbers are hexadecimal.
   *
   * <pre>
   * 00000000000000000000000000000000 00 00000000000000000000000000000000 00 (continued)
   * fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
   * </pre>
   *
   * @return those by a router, for packets from wherever; what isn't understood is none
   */
  static Stream<DefaultRoute<String>> ofIpv6(List<String> lines) {
    return parsed(lines, DefaultRoute::ipv6);
  }

  private static Stream<DefaultRoute<String>> parsed(
      List<String> lines, Function<String[], Optional<DefaultRoute<String>>> parser) {
    return lines.stream().flatMap(line -> words(line, parser).stream());
  }

  private static Optional<DefaultRoute<String>> words(
      String line, Function<String[], Optional<DefaultRoute<String>>> parser) {
    try {
      return parser.apply(line.strip().split("\\s+"));
    } catch (NumberFormatException e) {
      return Optional.empty(); // the heading, or nothing that is known
    }
  }

  private static Optional<DefaultRoute<String>> ipv4(String[] words, ByteOrder order) {
    if (words.length < 8 || number(words[1], 8) != 0 || number(words[7], 8) != 0) {
      return Optional.empty();
    }
    if (!leads(number(words[3], 8))) {
      return Optional.empty();
    }
    int read = (int) number(words[2], 8);
    int router = order == ByteOrder.BIG_ENDIAN ? read : Integer.reverseBytes(read);
    IpAddress address = new IpAddress(Family.IPV4, 0, Integer.toUnsignedLong(router));
    return Optional.of(new DefaultRoute<>(address, words[0], Long.parseLong(words[6])));
  }

  private static Optional<DefaultRoute<String>> ipv6(String[] words) {
    if (words.length != 10
        || number(words[1], 2) != 0
        || number(words[3], 2) != 0
        || !leads(number(words[8], 8))) {
      return Optional.empty();
    }
    String router = words[4];
    if (router.length() != 2 * HEX) {
      return Optional.empty();
    }
    IpAddress address =
        new IpAddress(
            Family.IPV6,
            Long.parseUnsignedLong(router.substring(0, HEX), HEX),
            Long.parseUnsignedLong(router.substring(HEX), HEX));
    return Optional.of(new DefaultRoute<>(address, words[9], number(words[5], 8)));
  }

  private static boolean leads(long flags) {
    return (flags & (UP | GATEWAY)) == (UP | GATEWAY);
  }

  private static long number(String text, int most) {
    if (text.length() > most) {
      throw new NumberFormatException(text);
    }
    return Long.parseUnsignedLong(text, HEX);
  }
}
