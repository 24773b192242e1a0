package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketTableTest {
  private static final String TCP =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
         1: 0A05A8C0:0016 FE7100CB:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1
      """;
  private static final String TCP6 =
      """
        sl  local_address                         remote_address                        st tx_queue rx_queue tr
         0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:0
         1: B80D0120000000000000000005000000:01BB B80D0120000000000000000009000000:C350 01 00000000:00000000 00:0
         2: 0000000000000000FFFF00000A05A8C0:01BB 0000000000000000FFFF0000FE7100CB:C351 01 00000000:00000000 00:0
      """;

  private static List<String> rows(String text, ByteOrder order) {
    return SocketTable.parse(text, order).rows().stream()
        .map(row -> row.local() + " " + row.remote() + " " + row.state())
        .toList();
  }

  @Test
  void readsIpv4() {
    assertEquals(
        List.of("127.0.0.1:3306 0.0.0.0:0 10", "192.168.5.10:22 203.0.113.254:50000 1"),
        rows(TCP, ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void readsIpv6AndIpv4InsideIt() {
    assertEquals(
        List.of(
            "[::]:443 [::]:0 10",
            "[2001:db8::5]:443 [2001:db8::9]:50000 1",
            "192.168.5.10:443 203.0.113.254:50001 1"),
        rows(TCP6, ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void mindsTheByteOrderOfTheMachine() {
    String line = "header\n 0: 7F000001:0CEA 00000000:0000 0A 0";
    assertEquals(List.of("127.0.0.1:3306 0.0.0.0:0 10"), rows(line, ByteOrder.BIG_ENDIAN));
  }

  @Test
  void refusesWhatIsNoSocketTable() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SocketTable.parse("header\nno such thing", ByteOrder.LITTLE_ENDIAN));
    assertThrows(
        IllegalArgumentException.class,
        () -> SocketTable.parse("header\n 0: 7F01:1 0:0 0A 0", ByteOrder.LITTLE_ENDIAN));
  }
}
