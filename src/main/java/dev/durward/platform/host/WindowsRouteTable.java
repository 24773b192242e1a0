package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The tables of routes and of interfaces as IPHlpAPI gives them, {@code MIB_IPFORWARD_TABLE2} and
 * {@code MIB_IPINTERFACE_TABLE} of netioapi.h: a count, four bytes of padding, then rows.
 *
 * <pre>
 * MIB_IPFORWARD_ROW2    104 bytes: interface 8, destination 12 (SOCKADDR_INET) with the length of
 *                       its prefix 40, next hop 44 (SOCKADDR_INET), metric 84
 * MIB_IPINTERFACE_ROW   168 bytes: interface 16, metric 148
 * SOCKADDR_INET          28 bytes: address of IPv4 4, of IPv6 8, in network byte order
 * </pre>
 */
final class WindowsRouteTable {
  static final int ROUTE = 104;
  static final int INTERFACE = 168;

  private static final int HEAD = 8;

  private WindowsRouteTable() {}

  /** How many bytes a table has. */
  static long size(int count, int row) {
    return HEAD + Integer.toUnsignedLong(count) * row;
  }

  /**
   * Reads the routes to everywhere by a router.
   *
   * @param metrics of the interfaces: Windows adds them to those of the routes
   * @throws IllegalArgumentException if the bytes are no such table
   */
  static Stream<DefaultRoute<Integer>> routes(
      byte[] bytes, Family family, Map<Integer, Long> metrics) {
    List<DefaultRoute<Integer>> routes = new ArrayList<>();
    each(
        bytes,
        ROUTE,
        row -> {
          IpAddress router = address(row, 44, family);
          if (row.get(40) == 0 && !(router.high() == 0 && router.low() == 0)) {
            int card = row.getInt(8);
            long metric = Integer.toUnsignedLong(row.getInt(84));
            routes.add(new DefaultRoute<>(router, card, metric + metrics.getOrDefault(card, 0L)));
          }
        });
    return routes.stream();
  }

  /**
   * Reads the metrics of interfaces, by their numbers.
   *
   * @throws IllegalArgumentException if the bytes are no such table
   */
  static Map<Integer, Long> metrics(byte[] bytes) {
    Map<Integer, Long> metrics = new HashMap<>();
    each(
        bytes,
        INTERFACE,
        row -> metrics.put(row.getInt(16), Integer.toUnsignedLong(row.getInt(148))));
    return metrics;
  }

  private static IpAddress address(ByteBuffer row, int socketAddress, Family family) {
    byte[] address = new byte[family.bits() / Byte.SIZE];
    row.get(socketAddress + (family == Family.IPV4 ? 4 : 8), address);
    return IpAddress.ofBytes(address);
  }

  private static void each(byte[] bytes, int size, Consumer<ByteBuffer> reader) {
    ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int count = table.getInt();
      table.getInt();
      if (size(count, size) > bytes.length) {
        throw new BufferUnderflowException();
      }
      for (int i = 0; i < count; i++) {
        reader.accept(table.slice(HEAD + i * size, size).order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("not a whole table", e);
    }
  }
}
