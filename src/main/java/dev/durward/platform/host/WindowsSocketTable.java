package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Transport;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of Windows' sockets of one protocol and family with their owners, as IPHlpAPI gives it:
 * {@code MIB_TCPTABLE_OWNER_PID} and its like of tcpmib.h and udpmib.h. A count, then rows of
 * numbers (DWORD); addresses and ports in network byte order, a port in the first two bytes of
 * four.
 *
 * <pre>
 * MIB_TCPROW_OWNER_PID    state, local address, local port, remote address, remote port, process
 * MIB_TCP6ROW_OWNER_PID   local address (16), scope, local port, remote address (16), scope,
 *                         remote port, state, process
 * MIB_UDPROW_OWNER_PID    local address, local port, process
 * MIB_UDP6ROW_OWNER_PID   local address (16), scope, local port, process
 * </pre>
 */
final class WindowsSocketTable {
  /** {@code MIB_TCP_STATE_LISTEN}. */
  private static final int LISTENING = 2;

  private WindowsSocketTable() {}

  /**
   * A socket that waits for others.
   *
   * @param process the number of the process whose it is
   */
  record Row(Endpoint local, long process) {}

  /**
   * Reads the sockets that wait for others; of UDP every one, since the table does not tell.
   *
   * @throws IllegalArgumentException if the bytes are no such table
   */
  static List<Row> parse(byte[] bytes, Transport transport, Family family) {
    ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Row> rows = new ArrayList<>();
    try {
      long count = Integer.toUnsignedLong(table.getInt());
      for (long i = 0; i < count; i++) {
        boolean waits = true;
        if (transport == Transport.TCP && family == Family.IPV4) {
          waits = table.getInt() == LISTENING;
        }
        Endpoint local = endpoint(table, family);
        if (transport == Transport.TCP) {
          endpoint(table, family); // the other side
          waits = family == Family.IPV4 ? waits : table.getInt() == LISTENING;
        }
        long process = Integer.toUnsignedLong(table.getInt());
        if (waits) {
          rows.add(new Row(local, process));
        }
      }
      return rows;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("not a whole table of sockets", e);
    }
  }

  private static Endpoint endpoint(ByteBuffer table, Family family) {
    byte[] address = new byte[family.bits() / Byte.SIZE];
    table.get(address);
    if (family == Family.IPV6) {
      table.getInt(); // the scope
    }
    int port = (table.get() & 0xff) << Byte.SIZE | (table.get() & 0xff);
    table.getShort();
    return new Endpoint(SocketTable.unmapped(IpAddress.ofBytes(address)), port);
  }
}
