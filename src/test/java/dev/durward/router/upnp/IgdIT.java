package dev.durward.router.upnp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.Outcome;
import dev.durward.router.RouterLab;
import dev.durward.router.RouterLab.BackEnd;
import dev.durward.router.RouterProtocol;
import dev.durward.router.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The router's daemon of many homes, asked by UPnP, and what comes of it on the wire. */
class IgdIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Mark MARK = new Mark("web", "Größe & <Port>");

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static RouterProtocol seek(RouterLab lab) throws Exception {
    Gateway gateway = new Gateway(address(RouterLab.ROUTER), "eth0", address(RouterLab.CLIENT));
    return lab.client().call(() -> Igd.seek(gateway)).orElseThrow();
  }

  private static Grant draft(RouterProtocol igd, Protocol protocol, int port, Duration lease) {
    return igd.draft(new Forward(MARK, Family.IPV4, protocol, port, port, lease));
  }

  private static Outcome map(RouterLab lab, RouterProtocol igd, Grant grant) throws Exception {
    return lab.client().call(() -> igd.map(grant));
  }

  private static Outcome unmap(RouterLab lab, RouterProtocol igd, Grant grant) throws Exception {
    return lab.client().call(() -> igd.unmap(grant));
  }

  /** What is asked in a namespace. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws FirewallException, InterruptedException;
  }

  private static <T> T ask(RouterLab lab, Question<T> question) throws Exception {
    return lab.client()
        .call(
            () -> {
              try {
                return question.ask();
              } catch (FirewallException e) {
                throw new IOException(e);
              }
            });
  }

  /** The mappings, as another client shows them: what they say as it came, and the time left. */
  private static String list(Site site) throws Exception {
    return Pattern.compile("(?m)^ *[0-9]+ (?:TCP|UDP) .*->.*$")
        .matcher(site.run("/usr/bin/upnpc", "-m", "eth0", "-l"))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining("\n"));
  }

  private static String withoutTime(String list) {
    return list.replaceAll("(?m) [0-9]+$", "");
  }

  private static void add(Site site, String address, String description, int port)
      throws Exception {
    String number = Integer.toString(port);
    site.run(
        "/usr/bin/upnpc", "-m", "eth0", "-e", description, "-a", address, number, number, "TCP");
  }

  @ParameterizedTest
  @EnumSource
  void forwardsRenewsAndRemoves(BackEnd backEnd) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 443);
      lab.start();
      RouterProtocol igd = seek(lab);
      Grant tcp = draft(igd, Protocol.TCP, 443, HOUR);
      Grant udp = draft(igd, Protocol.UDP, 443, HOUR);
      Instant before = Instant.now();
      Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, map(lab, igd, tcp));
      Instant until = mapped.grant().until().orElseThrow();
      assertTrue(until.isAfter(before) && !until.isAfter(Instant.now().plus(HOUR)), until + "");
      assertInstanceOf(Outcome.Mapped.class, map(lab, igd, udp));
      assertEquals("client", lab.outside().tcpAnswerOf(RouterLab.WAN, 443));
      assertEquals("client", lab.outside().udpAnswerOf(RouterLab.WAN, 443));
      String list = list(lab.client());
      for (String protocol : List.of("TCP", "UDP")) {
        String line =
            protocol + "   443->192.168.77.10:443   'durward:web/Größe &amp; &lt;Port&gt;'";
        assertTrue(list.contains(line), list);
      }
      assertEquals(Optional.of(address(RouterLab.WAN)), ask(lab, igd::externalAddress));
      List<Mapping> mappings = ask(lab, igd::mappings).orElseThrow();
      assertEquals(List.of(MARK.text(), MARK.text()), descriptions(mappings));
      assertInstanceOf(Outcome.AlreadyMine.class, map(lab, igd, mapped.grant()));

      assertEquals(new Outcome.Removed(), unmap(lab, igd, mapped.grant()));
      assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.WAN, 443));
      // That of nftables (2.3.1) takes the other protocol's filter rule away, for upnpc as well.
      if (backEnd == BackEnd.IPTABLES) {
        assertEquals("client", lab.outside().udpAnswerOf(RouterLab.WAN, 443));
      }
      assertEquals(new Outcome.Removed(), unmap(lab, igd, mapped.grant()));
      assertEquals(new Outcome.Removed(), unmap(lab, igd, udp));
      assertEquals(Optional.of(List.of()), ask(lab, igd::mappings));
      assertEquals("", list(lab.client()));
    }
  }

  private static List<String> descriptions(List<Mapping> mappings) {
    return mappings.stream().map(Mapping::description).toList();
  }

  @Test
  void leavesToOthersWhatIsTheirs() throws Exception {
    try (RouterLab lab = RouterLab.create(BackEnd.NFTABLES)) {
      lab.start();
      add(lab.other(), RouterLab.OTHER, "Game", 8080);
      add(lab.client(), RouterLab.CLIENT, "Torrent", 8081);
      String list = withoutTime(list(lab.client()));
      RouterProtocol igd = seek(lab);
      for (int port : List.of(8080, 8081)) {
        Grant grant = draft(igd, Protocol.TCP, port, HOUR);
        Outcome holder =
            new Outcome.Conflict(
                port == 8080 ? "192.168.77.11:8080 (Game)" : "192.168.77.10:8081 (Torrent)");
        assertEquals(holder, map(lab, igd, grant));
        assertEquals(holder, unmap(lab, igd, grant));
      }
      assertEquals(list, withoutTime(list(lab.client())));
    }
  }

  @Test
  void saysWhatTheRouterForbids() throws Exception {
    try (RouterLab lab = RouterLab.create(BackEnd.NFTABLES)) {
      lab.start();
      RouterProtocol igd = seek(lab);
      Outcome outcome = map(lab, igd, draft(igd, Protocol.TCP, 80, HOUR));
      String reason = assertInstanceOf(Outcome.Refused.class, outcome).reason();
      assertTrue(reason.contains("UPnP error 606"), reason);
      assertEquals(Optional.of(List.of()), ask(lab, igd::mappings));
    }
  }

  /** A router behind a router. */
  @Test
  void saysThatTheRouterHasNoAddressOutside() throws Exception {
    try (RouterLab lab = RouterLab.create(BackEnd.NFTABLES)) {
      lab.moveWan("192.168.50.1");
      lab.start();
      RouterProtocol igd = seek(lab);
      assertEquals(Optional.empty(), ask(lab, igd::externalAddress));
      Outcome outcome = map(lab, igd, draft(igd, Protocol.TCP, 443, HOUR));
      String reason = assertInstanceOf(Outcome.Refused.class, outcome).reason();
      assertTrue(reason.contains("UPnP error 501"), reason);
    }
  }

  /** Answers to a multicast are no replies to it for the kernel. */
  @Test
  void findsTheRouterFromBehindAFirewall() throws Exception {
    try (RouterLab lab = RouterLab.create(BackEnd.NFTABLES)) {
      lab.start();
      lab.client()
          .feed(
              """
              table inet host {
                chain input {
                  type filter hook input priority 0; policy drop;
                  ct state established,related accept
                }
              }
              """,
              "/usr/sbin/nft",
              "-f",
              "-");
      RouterProtocol igd = seek(lab);
      assertInstanceOf(Outcome.Mapped.class, map(lab, igd, draft(igd, Protocol.TCP, 443, HOUR)));
    }
  }

  @Test
  void endsWithTheLease() throws Exception {
    try (RouterLab lab = RouterLab.create(BackEnd.NFTABLES)) {
      lab.start();
      RouterProtocol igd = seek(lab);
      Grant grant = draft(igd, Protocol.TCP, 443, Duration.ofSeconds(2));
      Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, map(lab, igd, grant));
      Instant end = mapped.grant().until().orElseThrow();
      assertFalse(end.isAfter(Instant.now().plusSeconds(2)), end + "");
      Instant patience = Instant.now().plusSeconds(20);
      while (ask(lab, () -> igd.holder(grant.forward())).isPresent()) {
        assertTrue(Instant.now().isBefore(patience), "it is still there");
      }
      assertInstanceOf(Outcome.Mapped.class, map(lab, igd, mapped.grant()));
    }
  }

  @Test
  void mapsAgainAfterTheRouterHasForgotten() throws Exception {
    try (RouterLab lab = RouterLab.create(BackEnd.NFTABLES)) {
      lab.start();
      RouterProtocol igd = seek(lab);
      Grant grant = draft(igd, Protocol.TCP, 443, HOUR);
      assertInstanceOf(Outcome.Mapped.class, map(lab, igd, grant));
      lab.stop();
      Outcome.Untold untold = assertInstanceOf(Outcome.Untold.class, map(lab, igd, grant));
      assertEquals("the router can't be reached: Connection refused", untold.reason());
      Gateway gateway = igd.gateway();
      assertEquals(Optional.empty(), lab.client().call(() -> Igd.seek(gateway)));
      lab.start();
      assertInstanceOf(Outcome.AlreadyMine.class, map(lab, seek(lab), grant));
      lab.restart(false);
      assertInstanceOf(Outcome.Mapped.class, map(lab, seek(lab), grant));
    }
  }

  /** The router is known by its link-local address, and asked from the one that is opened. */
  @ParameterizedTest
  @EnumSource
  void opensAndShutsAHoleInIpv6(BackEnd backEnd) throws Exception {
    try (RouterLab lab = RouterLab.create(backEnd)) {
      lab.listen(lab.client(), 8443);
      lab.start();
      Gateway gateway = new Gateway(address("fe80::1"), "eth0", address(RouterLab.CLIENT6));
      RouterProtocol igd = lab.client().call(() -> Igd.seek(gateway)).orElseThrow();
      assertTrue(igd.speaksFor(Family.IPV6));
      assertFalse(igd.speaksFor(Family.IPV4));
      Grant draft = igd.draft(new Forward(MARK, Family.IPV6, Protocol.TCP, 8443, 8443, HOUR));
      assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.CLIENT6, 8443));
      Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, map(lab, igd, draft));
      assertEquals("client", lab.outside().tcpAnswerOf(RouterLab.CLIENT6, 8443));
      Outcome.AlreadyMine again =
          assertInstanceOf(Outcome.AlreadyMine.class, map(lab, igd, mapped.grant()));
      assertEquals(mapped.grant().ticket(), again.grant().ticket());
      assertEquals(new Outcome.Removed(), unmap(lab, igd, again.grant()));
      assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.CLIENT6, 8443));
      assertEquals(new Outcome.Removed(), unmap(lab, igd, again.grant()));
      assertInstanceOf(Outcome.Mapped.class, map(lab, igd, again.grant()));
    }
  }
}
