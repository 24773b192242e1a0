package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.durward.model.Family;
import dev.durward.probe.Transport;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables made by hand after tcpmib.h and udpmib.h, some bytes longer than they need be. */
class WindowsSocketTableTest {
  private static final String TCP =
      "02000000"
          + "02000000 00000000 01bb0000 00000000 00000000 2c030000"
          + "05000000 c0000205 c3500000 cb007107 01bb0000 05000000 0000";
  private static final String TCP6 =
      "02000000"
          + "00000000000000000000000000000000 00000000 00500000"
          + "00000000000000000000000000000000 00000000 00000000 02000000 2c030000"
          + "20010db8000000000000000000000005 07000000 c3500000"
          + "20010db8000000000000000000000007 00000000 01bb0000 05000000 05000000";
  private static final String UDP = "01000000 c0000205 00350000 ffffffff 000000";
  private static final String UDP6 =
      "01000000 fe800000000000000000000000000001 03000000 14e90000 04000000";

  private static final String INSIDE =
      "01000000 00000000000000000000ffffc0000205 00000000 00350000 ffffffff";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static List<String> rows(String hex, Transport transport, Family family) {
    return WindowsSocketTable.parse(bytes(hex), transport, family).stream()
        .map(row -> row.local() + " " + row.process())
        .toList();
  }

  @Test
  void readsEachTable() {
    assertEquals(List.of("0.0.0.0:443 812"), rows(TCP, Transport.TCP, Family.IPV4));
    assertEquals(List.of("[::]:80 812"), rows(TCP6, Transport.TCP, Family.IPV6));
    assertEquals(List.of("192.0.2.5:53 4294967295"), rows(UDP, Transport.UDP, Family.IPV4));
    assertEquals(List.of("[fe80::1]:5353 4"), rows(UDP6, Transport.UDP, Family.IPV6));
    assertEquals(List.of("192.0.2.5:53 4294967295"), rows(INSIDE, Transport.UDP, Family.IPV6));
    assertEquals(List.of(), rows("00000000", Transport.TCP, Family.IPV4));
  }

  @Test
  void refusesATableThatIsCut() {
    byte[] whole = bytes(TCP6);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> WindowsSocketTable.parse(cut, Transport.TCP, Family.IPV6));
    }
  }
}
