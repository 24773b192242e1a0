package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The kernel's table of the sockets of one protocol and family, as {@code /proc/net/tcp}, {@code
 * tcp6}, {@code udp} and {@code udp6} print it (proc_net(5)).
 *
 * <pre>
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm-&gt;when retrnsmt   uid  timeout inode
 *    0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 …
 * </pre>
 *
 * @param rows in the kernel's order
 */
record SocketTable(List<Row> rows) {
  /** {@code TCP_ESTABLISHED}, {@code TCP_CLOSE} and {@code TCP_LISTEN} of net/tcp_states.h. */
  static final int ESTABLISHED = 0x01;

  static final int CLOSED = 0x07;
  static final int LISTENING = 0x0A;

  /** What stands before an IPv4 address inside an IPv6 one (RFC 4291 section 2.5.5.2). */
  private static final long MAPPED = 0xffffL;

  private static final int INODE = 9;

  /**
   * A socket.
   *
   * @param inode its number in sockfs, which is the whole machine's; 0 if it is not said
   */
  record Row(Endpoint local, Endpoint remote, int state, long inode) {}

  SocketTable {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table.
   *
   * @param order the byte order of the machine that printed it: each 32 bits of an address are a
   *     number of that machine
   * @throws IllegalArgumentException if the text is no such table
   */
  static SocketTable parse(String text, ByteOrder order) {
    List<Row> rows = new ArrayList<>();
    for (String line : text.lines().skip(1).toList()) {
      String[] fields = line.trim().split("\\s+", INODE + 2);
      if (fields.length < 5) {
        throw new IllegalArgumentException("not a line of a socket table: " + line);
      }
      rows.add(
          new Row(
              endpoint(fields[1], order),
              endpoint(fields[2], order),
              HexFormat.fromHexDigits(fields[3]),
              fields.length > INODE ? Long.parseLong(fields[INODE]) : 0));
    }
    return new SocketTable(rows);
  }

  private static Endpoint endpoint(String text, ByteOrder order) {
    int colon = text.indexOf(':');
    if (colon != 8 && colon != 32) {
      throw new IllegalArgumentException("not an address of a socket table: " + text);
    }
    ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(order);
    for (int at = 0; at < colon; at += 8) {
      bytes.putInt(HexFormat.fromHexDigits(text, at, at + 8));
    }
    IpAddress address = unmapped(IpAddress.ofBytes(bytes.array()));
    return new Endpoint(address, HexFormat.fromHexDigits(text.substring(colon + 1)));
  }

  /** An IPv4 address that stands inside an IPv6 one, by itself. */
  static IpAddress unmapped(IpAddress address) {
    return address.family() == Family.IPV6 && address.high() == 0 && address.low() >>> 32 == MAPPED
        ? new IpAddress(Family.IPV4, 0, address.low() & 0xffff_ffffL)
        : address;
  }
}
