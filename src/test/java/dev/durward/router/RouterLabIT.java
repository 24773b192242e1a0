package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.router.RouterLab.BackEnd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lab itself, by others' clients: what the tests of Durward's own stand on. */
class RouterLabIT {
  @ParameterizedTest
  @EnumSource
  void forwardsForOtherClients(BackEnd backEnd) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 443);
      lab.start();
      assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.WAN, 443));
      assertEquals("nobody", lab.outside().udpAnswerOf(RouterLab.WAN, 443));
      lab.client().run("/usr/bin/upnpc", "-m", "eth0", "-a", RouterLab.CLIENT, "443", "443", "TCP");
      lab.client().run("/usr/bin/natpmpc", "-g", RouterLab.ROUTER, "-a", "443", "443", "udp", "90");
      assertEquals("client", lab.outside().tcpAnswerOf(RouterLab.WAN, 443));
      assertEquals("client", lab.outside().udpAnswerOf(RouterLab.WAN, 443));
      String list = lab.client().run("/usr/bin/upnpc", "-m", "eth0", "-l");
      assertTrue(list.contains("TCP   443->192.168.77.10:443"), list);
      assertTrue(list.contains("UDP   443->192.168.77.10:443"), list);
    }
  }
}
