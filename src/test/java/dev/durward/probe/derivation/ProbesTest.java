package dev.durward.probe.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Action;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.probe.Expected;
import dev.durward.probe.Probe;
import dev.durward.probe.Rules;
import dev.durward.probe.Untested;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final HostNetwork HOST =
      new HostNetwork(
          List.of(
              new HostNetwork.Interface("lo", true, List.of()),
              new HostNetwork.Interface(
                  "eth0", true, List.of(address("192.0.2.5"), address("2001:db8::5"))),
              new HostNetwork.Interface("eth1", false, List.of()),
              new HostNetwork.Interface("wlan0", true, List.of(address("192.168.9.5")))),
          Set.of(address("203.0.113.254"), address("198.51.100.7")));

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static Derivation derive(Sampling sampling, Rules... rules) {
    List<Rule> all = Stream.of(rules).map(Rules::rule).toList();
    return Probes.derive(List.of(new RuleSet("web", all)), Platform.LINUX, DAY, HOST, sampling);
  }

  private static List<String> probes(Derivation derivation) {
    return derivation.probes().stream().map(p -> p.expected() + " " + p).toList();
  }

  private static List<String> untested(Derivation derivation) {
    return derivation.untested().stream().map(u -> u.subject() + ": " + u.reason()).toList();
  }

  @Test
  void probesEachFamilyFromAddressesThatAreNobodys() {
    Derivation derivation =
        derive(Sampling.ENDS_AND_MIDDLE, Rules.rule("https", Action.ALLOW).ports(443));
    assertEquals(
        List.of(
            "OPEN tcp 192.0.2.5:443 from 198.18.83.254",
            "OPEN tcp [2001:db8::5]:443 from 2001:2:0:5300::fe"),
        probes(derivation));
    assertEquals(List.of(), derivation.untested());
  }

  @Test
  void samplesLargeRangesAtBothEndsAndInTheMiddle() {
    Rules range =
        Rules.rule("range", Action.BLOCK)
            .ports(PortSet.of(List.of(new PortRange(9000, 9010), new PortRange(80, 82))))
            .remote("203.0.113.0/24");
    assertEquals(
        List.of(80, 81, 82, 9000, 9005, 9010),
        derive(Sampling.ENDS_AND_MIDDLE, range).probes().stream()
            .map(p -> p.target().port())
            .toList());
    assertEquals(14, derive(Sampling.ALL_PORTS, range).probes().size());
    assertEquals(
        List.of(
            "of large ranges only both ends and the middle were probed: 6 of 14 ports; --all-ports"
                + " probes each"),
        derive(Sampling.ENDS_AND_MIDDLE, range).notes());
    assertEquals(List.of(), derive(Sampling.ALL_PORTS, range).notes());
  }

  @Test
  void probesEveryPortThatThereIsIfAsked() {
    Derivation all = derive(Sampling.ALL_PORTS, Rules.rule("all", Action.BLOCK));
    assertEquals(2 * 65_535, all.probes().size());
    assertEquals(65_535, all.probes().stream().map(p -> p.target().port()).distinct().count());
  }

  @Test
  void avoidsAddressesThatTheHostIsInTouchWith() {
    Derivation derivation =
        derive(
            Sampling.ENDS_AND_MIDDLE,
            Rules.rule("office", Action.ALLOW).ports(443).remote("203.0.113.0/24"),
            Rules.rule("admin", Action.ALLOW).ports(22).remote("198.51.100.7/32"));
    assertEquals(List.of("OPEN tcp 192.0.2.5:443 from 203.0.113.253"), probes(derivation));
    assertEquals(
        List.of(
            "ipv4 tcp 22: no remote address is free: each is this host's, or of one that it is in"
                + " touch with"),
        untested(derivation));
  }

  @Test
  void expectsAnAllowedPortThatAnotherPolicyBlocksToBeShut() {
    RuleSet allow = new RuleSet("a", List.of(Rules.rule("https", Action.ALLOW).ports(443).rule()));
    RuleSet block = new RuleSet("b", List.of(Rules.rule("none", Action.BLOCK).ports(443).rule()));
    Derivation derivation =
        Probes.derive(List.of(allow, block), Platform.LINUX, DAY, HOST, Sampling.ENDS_AND_MIDDLE);
    assertEquals(4, derivation.probes().size());
    assertTrue(derivation.probes().stream().allMatch(p -> p.expected() == Expected.SHUT));
    assertEquals("none", derivation.probes().get(0).deciders().iterator().next().rule());
  }

  @Test
  void findsASourceThatTheOtherRuleDoesNotBlock() {
    Derivation derivation =
        derive(
            Sampling.ENDS_AND_MIDDLE,
            Rules.rule("office", Action.ALLOW).ports(443).remote("203.0.113.0/24"),
            Rules.rule("guests", Action.BLOCK).remote("203.0.113.128/25").ports(443));
    assertEquals(
        List.of(
            "OPEN tcp 192.0.2.5:443 from 203.0.113.127",
            "SHUT tcp 192.0.2.5:443 from 203.0.113.253"),
        probes(derivation));
  }

  @Test
  void comesInByTheInterfaceThatTheRuleNames() {
    Derivation derivation =
        derive(
            Sampling.ENDS_AND_MIDDLE,
            Rules.rule("lan", Action.ALLOW)
                .ports(443)
                .remote("203.0.113.0/24")
                .interfaces("wlan+", "eth1", "eth7", "lo"));
    assertEquals(
        List.of("OPEN tcp 192.168.9.5:443 from 203.0.113.253 by wlan0"), probes(derivation));
    assertEquals(
        List.of(
            "ipv4 tcp 443 by eth1: the interface eth1 is down",
            "ipv4 tcp 443 by eth7: this host has no interface eth7",
            "ipv4 tcp 443 by lo: loopback is left alone"),
        untested(derivation));
  }

  @Test
  void namesWhatItDoesNotProbe() {
    Derivation derivation =
        derive(
            Sampling.ENDS_AND_MIDDLE,
            Rules.rule("some", Action.ALLOW)
                .protocols(Protocol.ICMP, Protocol.SCTP, Protocol.ANY, Protocol.numbered(47)));
    assertEquals(List.of(), derivation.probes());
    assertEquals(
        List.of("in icmp", "in sctp", "in any", "in 47"),
        derivation.untested().stream().map(Untested::subject).toList());
  }

  @Test
  void goesToALinkOfItsOwnWhereTheHostHasNoAddress() {
    HostNetwork bare =
        new HostNetwork(List.of(new HostNetwork.Interface("lo", true, List.of())), Set.of());
    RuleSet set = new RuleSet("web", List.of(Rules.rule("x", Action.ALLOW).ports(443).rule()));
    Derivation derivation =
        Probes.derive(List.of(set), Platform.LINUX, DAY, bare, Sampling.ALL_PORTS);
    assertEquals(
        List.of(
            "OPEN tcp 198.18.83.1:443 from 198.18.83.254",
            "OPEN tcp [2001:2:0:5300::1]:443 from 2001:2:0:5300::fe"),
        probes(derivation));
  }

  @Test
  void spreadsRejectsOverSourcesSinceIcmpAnswersAreHeldBack() {
    Derivation derivation =
        derive(
            Sampling.ENDS_AND_MIDDLE,
            Rules.rule("no", Action.REJECT).ports(1, 3, 5, 7, 9).remote("203.0.113.0/24"));
    assertEquals(3, derivation.probes().stream().map(Probe::source).distinct().count());
  }
}
