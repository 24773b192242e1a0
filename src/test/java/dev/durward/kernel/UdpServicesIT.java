package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of UDP that answer only what they understand are seen to answer, in both families. */
class UdpServicesIT {
  private static final String RULES =
      """
      version: 1
      policy: udp
      defaults: {protocol: udp}
      rules:
        - {name: DNS, ports: 53}
        - {name: NTP, ports: 123}
        - {name: QUIC, ports: [443, 8443]}
        - {name: others, ports: [4000, 5353]}
      """;

  @TempDir private Path folder;

  @Test
  void answerTheirOwnQuestions() throws Exception {
    String rules = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
    try (Lab lab = Lab.create("nft");
        Responders servers = new Responders()) {
      for (Family family : Family.values()) {
        lab.load(family, ":INPUT ACCEPT [0:0]");
        for (int i = 0; i < Lab.HOST_ADDRESSES; i++) {
          String address = Lab.hostAddress(family, 0, i);
          lab.host(
              () -> {
                servers.open(address, 53, Responders::dns);
                servers.open(address, 123, Responders::ntp);
                servers.open(address, 443, Responders::quic);
                servers.open(address, 4000, Responders::silent);
                servers.open(address, 5353, Responders::dns);
                servers.open(address, 8443, Responders::silent);
                return servers;
              });
        }
      }
      Verified verified = Verified.on(lab, folder, rules);
      assertEquals(
          List.of(
              "DNS udp 10.77.0.1:53: answered pass",
              "DNS udp [fd77::1]:53: answered pass",
              "NTP udp 10.77.0.1:123: answered pass",
              "NTP udp [fd77::1]:123: answered pass",
              "QUIC udp 10.77.0.1:443: answered pass",
              "QUIC udp 10.77.0.1:8443: no-answer untested",
              "QUIC udp [fd77::1]:443: answered pass",
              "QUIC udp [fd77::1]:8443: no-answer untested",
              "others udp 10.77.0.1:4000: no-answer untested",
              "others udp 10.77.0.1:5353: answered pass",
              "others udp [fd77::1]:4000: no-answer untested",
              "others udp [fd77::1]:5353: answered pass"),
          verified.lines(result -> true),
          verified.run().toString());
      List<String> dns = List.of("a DNS answer, response code 5");
      List<String> observed = verified.observed();
      assertEquals(dns.get(0), observed.get(0));
      assertEquals("an NTP answer, stratum 2", observed.get(3));
      assertEquals("QUIC versions 1, 2", observed.get(4));
      assertEquals("QUIC versions 1, 2", observed.get(6));
      for (Family family : Family.values()) {
        lab.load(family, ":INPUT DROP [0:0]", "-A INPUT -p ipv6-icmp -j ACCEPT");
      }
      Verified shut = Verified.on(lab, folder, rules);
      assertTrue(!shut.run().out().contains("answered"), "nobody answers through a firewall");
    }
  }
}
