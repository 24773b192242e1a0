package dev.durward.router.pcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.platform.Gateway;
import dev.durward.router.Grant;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.RouterLab;
import dev.durward.router.RouterLab.BackEnd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** PCP and NAT-PMP against miniupnpd, seen from outside and by others' clients. */
class PortMappingIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final IpAddress WAN = IpAddress.parse(RouterLab.WAN).orElseThrow();

  /** A port that clients may have, and one that they may not. */
  private static final int FREE = 1_100;

  private static final int FORBIDDEN = 1_023;

  static Stream<Arguments> ways() {
    return Stream.of(BackEnd.values())
        .flatMap(
            backEnd ->
                Stream.of(Method.PCP, Method.NAT_PMP).map(way -> Arguments.of(backEnd, way)));
  }

  /** What another client than Durward's says that the router has. */
  private static String list(RouterLab lab) throws IOException, InterruptedException {
    return lab.client().run("/usr/bin/upnpc", "-u", RouterLab.DESCRIPTION, "-l");
  }

  private static String answer(RouterLab lab, Protocol protocol)
      throws IOException, InterruptedException {
    return protocol.equals(Protocol.TCP)
        ? lab.outside().tcpAnswerOf(RouterLab.WAN, 443)
        : lab.outside().udpAnswerOf(RouterLab.WAN, 443);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void portsLeadHereUntilTheyAreGivenBack(BackEnd backEnd, Method way) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 443);
      lab.start();
      Asker asker = new Asker(lab.client(), way);
      assertEquals(
          new Gateway(
              IpAddress.parse(RouterLab.ROUTER).orElseThrow(),
              "eth0",
              IpAddress.parse(RouterLab.CLIENT).orElseThrow()),
          asker.gateway());
      assertEquals(Optional.of(WAN), asker.externalAddress());
      for (Protocol protocol : new Protocol[] {Protocol.TCP, Protocol.UDP}) {
        assertEquals("nobody", answer(lab, protocol));
        Instant before = Instant.now();
        Grant grant = asker.mapped(protocol, 443, HOUR);
        assertEquals("client", answer(lab, protocol));
        String line = protocol.word().toUpperCase(java.util.Locale.ROOT);
        String listed = list(lab);
        assertTrue(listed.contains(line + "   443->192.168.77.10:443"), listed);
        Instant end = grant.until().orElseThrow();
        assertFalse(end.isBefore(before.plus(HOUR)), end + " after " + before);

        Outcome again = asker.map(grant.asked(grant.forward()));
        Grant renewed = assertInstanceOf(Outcome.AlreadyMine.class, again).grant();
        assertFalse(renewed.until().orElseThrow().isBefore(end));
        assertEquals("client", answer(lab, protocol));

        assertEquals(new Outcome.Removed(), asker.unmap(renewed));
        assertEquals("nobody", answer(lab, protocol));
        assertFalse(list(lab).contains("443->"));
        assertEquals(new Outcome.Removed(), asker.unmap(renewed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void othersPortsStayTheirs(BackEnd backEnd, Method way) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.other(), FREE);
      lab.start();
      lab.other()
          .run("/usr/bin/natpmpc", "-g", RouterLab.ROUTER, "-a", "1100", "1100", "tcp", "3600");
      String before = list(lab);
      Asker asker = new Asker(lab.client(), way);
      Outcome taken = asker.map(Protocol.TCP, FREE, HOUR);
      Outcome forbidden = asker.map(Protocol.UDP, FORBIDDEN, HOUR);
      if (way == Method.PCP) {
        Outcome refused = new Outcome.Refused(PcpResult.words(11));
        // Version 2.3.1 for nftables gives another port though it was told not to.
        Outcome another = new Outcome.OtherPort(FREE + 1);
        assertEquals(backEnd == BackEnd.NFTABLES ? another : refused, taken);
        assertEquals(refused, forbidden);
      } else {
        assertEquals(new Outcome.OtherPort(FREE + 1), taken);
        assertEquals(new Outcome.OtherPort(FORBIDDEN + 1), forbidden);
      }
      assertEquals(left(before), left(list(lab)));
      assertEquals("other", lab.outside().tcpAnswerOf(RouterLab.WAN, FREE));
    }
  }

  /** Without what is left of the leases. */
  private static String left(String list) {
    return list.replaceAll("(?m) \\d+$", "").replaceAll("(?s).*?\\n( i protocol)", "$1");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void behindAPrivateAddressNothingIsMapped(BackEnd backEnd, Method way) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.moveWan("100.64.1.1");
      lab.start();
      Outcome outcome = new Asker(lab.client(), way).map(Protocol.TCP, 443, HOUR);
      String reason = assertInstanceOf(Outcome.Refused.class, outcome).reason();
      assertTrue(reason.contains("no public address"), reason);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aRouterThatHasForgottenIsAskedAnew(BackEnd backEnd, Method way) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 443);
      lab.start();
      Asker asker = new Asker(lab.client(), way);
      Grant grant = asker.mapped(Protocol.TCP, 443, HOUR);
      lab.restart(true);
      assertEquals("client", answer(lab, Protocol.TCP));
      lab.restart(false);
      assertEquals("nobody", answer(lab, Protocol.TCP));
      assertInstanceOf(Outcome.AlreadyMine.class, asker.map(grant.asked(grant.forward())));
      assertEquals("client", answer(lab, Protocol.TCP));
      lab.stop();
      assertEquals(Optional.empty(), asker.seek());
    }
  }

  @ParameterizedTest
  @EnumSource
  void leasesEnd(BackEnd backEnd) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 443);
      lab.start("min_lifetime=2");
      Duration brief = Duration.ofSeconds(2);
      new Asker(lab.client(), Method.PCP).mapped(Protocol.TCP, 443, brief);
      Grant udp = new Asker(lab.client(), Method.NAT_PMP).mapped(Protocol.UDP, 443, brief);
      assertTrue(udp.until().orElseThrow().isBefore(Instant.now().plusSeconds(3)));
      Instant patience = Instant.now().plusSeconds(30);
      while (list(lab).contains("443->") && Instant.now().isBefore(patience)) {
        Thread.onSpinWait();
      }
      assertEquals("nobody", answer(lab, Protocol.TCP));
      assertEquals("nobody", answer(lab, Protocol.UDP));
    }
  }

  /** Answers of the router pass, since this host asked. */
  @ParameterizedTest
  @MethodSource("ways")
  void aHostThatTakesNothingCanAsk(BackEnd backEnd, Method way) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.start();
      lab.client()
          .feed(
              "*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED"
                  + " -j ACCEPT\nCOMMIT\n",
              "/usr/sbin/iptables-nft-restore");
      new Asker(lab.client(), way).mapped(Protocol.TCP, 443, HOUR);
    }
  }

  @ParameterizedTest
  @EnumSource
  void holesOfIpv6OpenAndShut(BackEnd backEnd) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 443);
      lab.start();
      Asker asker = new Asker(lab.client(), Method.PCP, Family.IPV6);
      Gateway gateway = asker.gateway();
      assertEquals(IpAddress.parse("fe80::1").orElseThrow(), gateway.address());
      assertEquals(IpAddress.parse(RouterLab.CLIENT6).orElseThrow(), gateway.local());
      assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.CLIENT6, 443));
      Grant grant = asker.mapped(Protocol.TCP, 443, HOUR);
      assertEquals("client", lab.outside().tcpAnswerOf(RouterLab.CLIENT6, 443));
      assertEquals(new Outcome.Removed(), asker.unmap(grant));
      assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.CLIENT6, 443));
    }
  }
}
