package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultRouteTest {
  private static final String HEADING =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static Optional<DefaultRoute<String>> ipv4(List<String> lines) {
    return DefaultRoute.best(DefaultRoute.ofIpv4(lines, ByteOrder.LITTLE_ENDIAN));
  }

  /** As Linux 6.1 writes them on a host with two networks and a VPN that takes both halves. */
  private static final List<String> IPV4 =
      List.of(
          HEADING,
          "wlan0\t00000000\t0107A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
          "tun0\t00000000\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0",
          "tun0\t00000080\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0",
          "eth0\t00000000\t0105A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
          "eth0\t0005A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0");

  @Test
  void takesTheRouterOfTheLowestMetric() {
    assertEquals(Optional.of(new DefaultRoute<>(address("192.168.5.1"), "eth0", 100)), ipv4(IPV4));
    assertEquals(
        Optional.of(new DefaultRoute<>(address("192.168.7.1"), "wlan0", 600)),
        ipv4(IPV4.subList(0, 4)));
    assertEquals(Optional.empty(), ipv4(IPV4.subList(5, 6)));
    assertEquals(Optional.empty(), ipv4(List.of()));
  }

  @Test
  void readsTheMachinesOwnByteOrder() {
    String line = "eth0\t00000000\tC0A80501\t0003\t0\t0\t0\t00000000\t0\t0\t0";
    assertEquals(
        address("192.168.5.1"),
        DefaultRoute.best(DefaultRoute.ofIpv4(List.of(line), ByteOrder.BIG_ENDIAN))
            .orElseThrow()
            .router());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ppp0 00000000 00000000 0001 0 0 0 00000000 0 0 0", // a line without a router
        "eth0 00000000 0105A8C0 0002 0 0 0 00000000 0 0 0", // down
        "* 00000000 00000000 0200 0 0 0 00000000 0 0 0", // unreachable
        "eth0 00000000 0105A8C0 0003 0 0 0",
        "eth0 00000000 0105A8C0 0003 0 0 x 00000000 0 0 0",
        "eth0 00000000 1105A8C01 0003 0 0 0 00000000 0 0 0",
        "eth0 00000000 -105A8C0 0003 0 0 0 00000000 0 0 0",
        "",
        "   "
      })
  void passesOverWhatLeadsNowhere(String line) {
    assertEquals(Optional.empty(), ipv4(List.of(line)));
  }

  private static final String ANY = "0".repeat(32);

  private static String ipv6(String destination, String router, String metric, String flags) {
    return destination
        + " 00 "
        + ANY
        + " 00 "
        + router
        + " "
        + metric
        + " 00000001 00000000 "
        + flags
        + "     eth0";
  }

  @Test
  void readsThoseOfIpv6() {
    String one = "fe800000000000000000000000000001";
    String two = "fe800000000000000000000000000002";
    List<String> lines =
        List.of(
            ipv6(ANY, two, "00000400", "00000003"),
            ipv6(ANY, one, "00000064", "00450003"),
            ipv6(ANY, ANY, "ffffffff", "00200200"),
            ipv6(ANY, one, "00000000", "00000003").replaceFirst(" 00 ", " 03 "),
            "nothing",
            ipv6(ANY, "fe80", "00000000", "00000003"));
    assertEquals(
        Optional.of(new DefaultRoute<>(address("fe80::1"), "eth0", 100)),
        DefaultRoute.best(DefaultRoute.ofIpv6(lines)));
  }

  @Test
  void readsTheAddressesOfAnInterface() {
    List<String> lines =
        List.of(
            "2a000077000000000000000000000010 02 40 00 80     eth0",
            "2a000077000000000000000000000011 02 40 00 c0     eth0", // tentative
            "2a000077000000000000000000000012 02 40 00 88     eth0", // a duplicate
            "2a000077000000000000000000000013 03 40 00 80     eth1",
            "fe80000000000000003000fffe000001 02 40 20 80     eth0",
            "2a0000770000000000000000000014 02 40 00 80     eth0",
            "");
    assertEquals(
        List.of(address("2a00:77::10"), address("fe80::30:ff:fe00:1")),
        LinuxGateways.addresses(lines, "eth0"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesNoise(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder line = new StringBuilder(IPV4.get(4));
      for (int change = 0; change < 3; change++) {
        line.setCharAt(random.nextInt(line.length()), (char) (9 + random.nextInt(118)));
      }
      List<String> lines = List.of(line.toString(), IPV4.get(1));
      assertTrue(ipv4(lines).isPresent(), () -> "seed " + seed + ": " + line);
      assertEquals(List.of(), LinuxGateways.addresses(lines, "eth0"));
      assertEquals(0, DefaultRoute.ofIpv6(lines).count());
    }
  }

  /** A table of Windows, its fields where netioapi.h has them (MinGW's offsetof). */
  private static byte[] windows(int size, List<Map<Integer, byte[]>> rows) {
    ByteBuffer table = ByteBuffer.allocate(8 + size * rows.size()).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(0, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      int at = 8 + i * size;
      rows.get(i).forEach((offset, bytes) -> table.put(at + offset, bytes));
    }
    return table.array();
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  private static Map<Integer, byte[]> route(int card, int prefix, String router, int metric) {
    IpAddress address = address(router);
    byte[] bytes = address.toInetAddress().getAddress();
    int nextHop = address.family() == Family.IPV4 ? 48 : 52;
    return Map.of(
        8, number(card), 40, new byte[] {(byte) prefix}, nextHop, bytes, 84, number(metric));
  }

  @Test
  void addsWindowsMetrics() {
    byte[] cards =
        windows(
            168,
            List.of(
                Map.of(16, number(7), 148, number(25)), Map.of(16, number(9), 148, number(50))));
    Map<Integer, Long> metrics = WindowsRouteTable.metrics(cards);
    assertEquals(Map.of(7, 25L, 9, 50L), metrics);
    byte[] routes =
        windows(
            104,
            List.of(
                route(9, 0, "192.168.7.1", 0),
                route(7, 0, "192.168.5.1", 20),
                route(7, 1, "10.8.0.1", 0),
                route(7, 0, "0.0.0.0", 0)));
    assertEquals(
        Optional.of(new DefaultRoute<>(address("192.168.5.1"), 7, 45)),
        DefaultRoute.best(WindowsRouteTable.routes(routes, Family.IPV4, metrics)));
    byte[] ipv6 = windows(104, List.of(route(9, 0, "fe80::1", 256)));
    assertEquals(
        Optional.of(new DefaultRoute<>(address("fe80::1"), 9, 306)),
        DefaultRoute.best(WindowsRouteTable.routes(ipv6, Family.IPV6, metrics)));
  }

  @Test
  void refusesHalfATableOfWindows() {
    byte[] whole = windows(104, List.of(route(9, 0, "192.168.7.1", 0)));
    for (int length = 0; length < whole.length; length++) {
      byte[] half = Arrays.copyOf(whole, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> WindowsRouteTable.routes(half, Family.IPV4, Map.of()));
    }
    byte[] endless = whole.clone();
    Arrays.fill(endless, 0, 4, (byte) 0xff);
    assertThrows(
        IllegalArgumentException.class,
        () -> WindowsRouteTable.routes(endless, Family.IPV4, Map.of()));
    assertEquals(
        new ArrayList<>(), WindowsRouteTable.routes(new byte[8], Family.IPV4, Map.of()).toList());
  }
}
