package dev.durward.platform.host;

import com.sun.jna.platform.win32.WinError;
import com.sun.jna.ptr.IntByReference;
import dev.durward.model.Family;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Transport;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the sockets of this Windows from IPHlpAPI. */
public final class WindowsListeners implements ListenerSource {
  private static final int ATTEMPTS = 10;
  private static final int FIRST_SIZE = 16 * 1024;

  /** {@code AF_INET} and {@code AF_INET6} of winsock2.h and ws2ipdef.h. */
  private static final int INET = 2;

  private static final int INET6 = 23;

  /** What stands for a process that isn't known; none has this number. */
  private static final long NOBODY = 0;

  /** {@code TCP_TABLE_OWNER_PID_LISTENER} and {@code UDP_TABLE_OWNER_PID} of iprtrmib.h. */
  private static final int TCP_LISTENERS = 3;

  private static final int UDP_SOCKETS = 1;

  @Override
  public ListenerTable read() throws IOException {
    Map<Listener, Long> owners = new HashMap<>();
    for (Transport transport : Transport.values()) {
      for (Family family : Family.values()) {
        byte[] table = table(transport, family);
        for (WindowsSocketTable.Row row : rows(table, transport, family)) {
          owners.merge(new Listener(transport, row.local()), row.process(), Math::max);
        }
      }
    }
    return new ListenerTable(
        Optional.of(owners.keySet()),
        listener ->
            Optional.ofNullable(owners.get(listener))
                .filter(process -> process != NOBODY)
                .map(WindowsListeners::name));
  }

  private static List<WindowsSocketTable.Row> rows(byte[] table, Transport transport, Family family)
      throws IOException {
    try {
      return WindowsSocketTable.parse(table, transport, family);
    } catch (IllegalArgumentException e) {
      throw new IOException("Windows' table of sockets is not understood", e);
    }
  }

  /** The table may grow between two calls, so the size that is asked for is never final. */
  private static byte[] table(Transport transport, Family family) throws IOException {
    IntByReference size = new IntByReference(FIRST_SIZE);
    int code = WinError.ERROR_INSUFFICIENT_BUFFER;
    for (int i = 0; i < ATTEMPTS && code == WinError.ERROR_INSUFFICIENT_BUFFER; i++) {
      byte[] table = new byte[size.getValue()];
      code = call(transport, family, table, size);
      if (code == WinError.ERROR_SUCCESS) {
        return table;
      }
    }
    throw new IOException(
        "Windows gives no table of " + transport.word() + " sockets: error " + code);
  }

  private static int call(Transport transport, Family family, byte[] table, IntByReference size) {
    int number = family == Family.IPV4 ? INET : INET6;
    return switch (transport) {
      case TCP ->
          WindowsSocketCalls.GetExtendedTcpTable(table, size, false, number, TCP_LISTENERS, 0);
      case UDP ->
          WindowsSocketCalls.GetExtendedUdpTable(table, size, false, number, UDP_SOCKETS, 0);
    };
  }

  /** Java asks QueryFullProcessImageName; of others' processes Windows may not tell the name. */
  private static String name(long process) {
    String program =
        ProcessHandle.of(process)
            .flatMap(handle -> handle.info().command())
            .map(path -> path.substring(path.lastIndexOf('\\') + 1))
            .orElse("a process");
    return program + " (pid " + process + ")";
  }
}
