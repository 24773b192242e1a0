package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostNetworkReaderTest {
  @Test
  void readsInterfacesWithTheirGlobalAddresses() {
    String links =
        """
        1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default
        4: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc pfifo_fast state UP mode DEFAULT
        7: veth1@if6: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default
        """;
    String addresses =
        """
        1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
        4: eth0    inet 192.168.5.10/24 brd 192.168.5.255 scope global eth0\\       valid_lft forever
        4: eth0    inet 10.8.0.1 peer 10.8.0.2/32 scope global eth0\\       valid_lft forever
        4: eth0    inet6 2001:db8::5/64 scope global \\       valid_lft forever preferred_lft forever
        4: eth0    inet6 2001:db8::6/64 scope global tentative \\       valid_lft forever
        4: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever preferred_lft forever
        """;
    assertEquals(
        "[Interface[name=lo, up=true, addresses=[]],"
            + " Interface[name=eth0, up=true, addresses=[192.168.5.10, 10.8.0.1, 2001:db8::5]],"
            + " Interface[name=veth1, up=false, addresses=[]]]",
        HostNetworkReader.interfaces(links, addresses).toString());
  }

  @Test
  void readsNeighboursAndGateways() {
    assertEquals(
        Set.of(address("192.168.5.1")),
        HostNetworkReader.neighbours(
            """
            192.168.5.1 dev eth0 lladdr 02:fc:00:00:00:05 REACHABLE
            192.168.5.9 dev eth0  FAILED
            """));
    assertEquals(
        Set.of(address("192.168.5.1"), address("fe80::1")),
        HostNetworkReader.gateways(
            """
            default via 192.168.5.1 dev eth0
            192.168.5.0/24 dev eth0 proto kernel scope link src 192.168.5.10
            default
                nexthop via fe80::1 dev eth0 weight 1
            """));
  }

  @Test
  void tellsWhichLineOfABatchFailed() {
    assertEquals(
        Map.of(5, "Object \"bogus\" is unknown, try \"ip help\".", 7, "RTNETLINK answers: No"),
        IpTool.failures(
            """
            Object "bogus" is unknown, try "ip help".
            Command failed -:6
            RTNETLINK answers: No
            Command failed -:8
            """));
  }

  @Test
  void readsCapabilities() {
    Capabilities root = Capabilities.parse("Name:\tx\nCapEff:\t000001fffeffffff\n");
    assertTrue(root.netAdmin() && root.sysAdmin() && root.netRaw());
    Capabilities netAdmin = Capabilities.parse("CapEff:\t0000000000001000\n");
    assertTrue(netAdmin.netAdmin());
    assertFalse(netAdmin.sysAdmin() || netAdmin.netRaw());
    assertFalse(Capabilities.parse("").netAdmin());
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}
