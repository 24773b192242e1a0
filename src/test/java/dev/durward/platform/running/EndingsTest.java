package dev.durward.platform.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.plan.Mark;
import dev.durward.platform.host.LocalEnds;
import dev.durward.platform.iptables.save.RuleLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands that end what new rules refuse; what they do is seen in EndedConnectionsIT. */
class EndingsTest {
  private static final String SS = "/usr/bin/ss -H -K -t -n state connected exclude time-wait ";
  private static final String FORGET = "/usr/sbin/conntrack -D ";

  private static final LocalEnds ENDS =
      ends(Optional.of(Path.of("/usr/bin/ss")), Optional.of(Path.of("/usr/sbin/conntrack")));

  private static LocalEnds ends(Optional<Path> ss, Optional<Path> conntrack) {
    Set<IpAddress> own =
        Stream.of("192.0.2.1", "2001:db8::1")
            .map(text -> IpAddress.parse(text).orElseThrow())
            .collect(Collectors.toSet());
    return new LocalEnds(ss, conntrack, PortSet.of(22, 443, 444), PortSet.of(53, 443), own);
  }

  private static Refusal refusal(Family family, Direction direction, String words) {
    List<String> all = List.of(words.split(" ", -1));
    Optional<Mark> mark = Optional.of(Mark.of("web", "a"));
    return Refusal.of(family, direction, new RuleLine(0, words, 0, mark, all));
  }

  private static Refusal in(String words) {
    return refusal(Family.IPV4, Direction.IN, words);
  }

  private static Refusal out(String words) {
    return refusal(Family.IPV4, Direction.OUT, words);
  }

  private static List<String> commands(Refusal... refusals) {
    return new Endings(List.of(refusals), ENDS)
        .partings().stream().map(parting -> parting.command().line()).toList();
  }

  @Test
  void whoCameInToAPortThatIsListenedOnIsEnded() {
    assertEquals(
        List.of(
            SS + "'( sport >= :443 and sport <= :444 ) and dst 198.51.100.0/24'",
            FORGET + "-f ipv4 -p tcp -s 198.51.100.0/24 --reply-src 192.0.2.1 --reply-port-src 443",
            FORGET + "-f ipv4 -p tcp -s 198.51.100.0/24 --reply-src 192.0.2.1 --reply-port-src 444",
            FORGET
                + "-f ipv4 -p tcp -s 198.51.100.0/24 --reply-src 192.0.2.1 --reply-port-src 445"),
        commands(in("-p tcp -s 198.51.100.0/24 --dports 443:445 -j DROP")));
    assertEquals(
        List.of(
            SS
                + "'sport = :22 and dst [::/0] and not ( dst [::1] or dst [::ffff:0:0/96] or dst"
                + " [2001:db8::1] )'",
            FORGET + "-f ipv6 -p tcp --reply-src 2001:db8::1 --reply-port-src 22"),
        commands(refusal(Family.IPV6, Direction.IN, "-p tcp --dports 22 -j DROP")));
  }

  @Test
  void withoutAListenerNoSocketIsEnded() {
    assertEquals(
        List.of(FORGET + "-f ipv4 -p tcp --reply-src 192.0.2.1 --reply-port-src 40000"),
        commands(in("-p tcp --dports 40000 -j REJECT")));
  }

  @Test
  void whoWentOutIsEndedAndNobodyWhoCameIn() {
    assertEquals(
        List.of(
            SS
                + "'dport = :25 and dst 0.0.0.0/0 and not ( sport = :22 or ( sport >= :443 and"
                + " sport <= :444 ) ) and not ( dst 127.0.0.0/8 or dst 192.0.2.1 )'",
            FORGET + "-f ipv4 -p tcp -s 192.0.2.1 --dport 25"),
        commands(out("-p tcp --dports 25 -j DROP")));
  }

  @Test
  void udpIsForgotten() {
    assertEquals(
        List.of(FORGET + "-f ipv4 -p udp -s 203.0.113.7 --reply-src 192.0.2.1 --reply-port-src 53"),
        commands(in("-p udp -s 203.0.113.7 --dports 53 -j DROP")));
    assertEquals(
        List.of(FORGET + "-f ipv6 -p icmpv6 --reply-src 2001:db8::1"),
        commands(refusal(Family.IPV6, Direction.IN, "-p ipv6-icmp -j DROP")));
  }

  @Test
  void manyRulesAreFewCommands() {
    List<Refusal> rules = new ArrayList<>();
    for (int port = 440; port < 450; port++) {
      for (String remote : List.of("198.51.100.1", "203.0.113.0/24")) {
        rules.add(in("-p tcp -s " + remote + " --dports " + port + " -j DROP"));
      }
    }
    List<String> sockets =
        commands(rules.toArray(Refusal[]::new)).stream()
            .filter(line -> line.startsWith(SS))
            .toList();
    assertEquals(
        List.of(
            SS
                + "'( sport >= :443 and sport <= :444 ) and ( dst 198.51.100.1 or dst"
                + " 203.0.113.0/24 )'"),
        sockets);
  }

  @Test
  void noFilterIsLongerThanTheKernelTakes() {
    List<Refusal> rules = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      rules.add(in("-p tcp -s 198.51.100." + i + " --dports 22 -j DROP"));
    }
    List<String> sockets = commands(rules.toArray(Refusal[]::new));
    assertEquals(3, sockets.size(), sockets::toString);
    assertTrue(sockets.get(2).contains("dst 198.51.100.249"), sockets.get(2));
  }

  @Test
  void whatWouldBeTooManyCommandsIsOfListenersAlone() {
    List<String> all = commands(in("-p udp --dports 1:1024 -j DROP"));
    assertEquals(
        List.of(
            FORGET + "-f ipv4 -p udp --reply-src 192.0.2.1 --reply-port-src 53",
            FORGET + "-f ipv4 -p udp --reply-src 192.0.2.1 --reply-port-src 443"),
        all);
    Endings out = new Endings(List.of(out("-p udp --dports 6000:7000 -j DROP")), ENDS);
    assertEquals(List.of(), out.partings());
    assertTrue(said(out).contains("web/a would take too many commands"), said(out));
  }

  @Test
  void whatIsMissingIsTold() {
    List<Refusal> tcp = List.of(in("-p tcp --dports 22 -j DROP"));
    Optional<Path> conntrack = ENDS.conntrack();
    Endings without = new Endings(tcp, ends(Optional.empty(), conntrack));
    assertTrue(said(without).contains("there is no ss here"), said(without));
    assertEquals(1, without.partings().size());
    Endings forgetful = new Endings(tcp, ends(ENDS.ss(), Optional.empty()));
    assertTrue(said(forgetful).contains("there is no conntrack here"), said(forgetful));
    assertEquals(1, forgetful.partings().size());
    assertEquals("", said(new Endings(tcp, ENDS)));
    assertEquals("", said(new Endings(List.of(), ends(Optional.empty(), Optional.empty()))));
  }

  private static String said(Endings endings) {
    return endings.notices().stream().map(Diagnostic::message).collect(Collectors.joining("\n"));
  }

  @Test
  void nobodyKnowsWhoCrossesAnInterface() {
    assertEquals(List.of(), commands(in("-i eth0 -p tcp --dports 22 -j DROP")));
  }

  @Test
  void whatWasRefusedBeforeIsNotEndedAgain() {
    Refusal drop = in("-p tcp --dports 22 -j DROP");
    Refusal reject = in("-p tcp --dports 22 -j REJECT");
    Refusal other = in("-p tcp --dports 443 -j DROP");
    assertEquals(List.of(other), Refusal.fresh(List.of(drop, other), List.of(reject)));
  }
}
