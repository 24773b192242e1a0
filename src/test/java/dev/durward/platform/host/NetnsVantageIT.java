package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.ProcessRunner;
import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes see, against real rules of both variants of iptables. */
class NetnsVantageIT {
  private static final Mark RULE = Mark.of("test", "rule");
  private static final String SOURCE4 = "198.18.83.9";
  private static final String SOURCE6 = "2001:2:0:5300::9";

  private TestHost host;
  private final List<Probe> probes = new ArrayList<>();
  private final List<Outcome> expected = new ArrayList<>();

  @BeforeEach
  void makeHost() throws Exception {
    host = TestHost.create();
  }

  @AfterEach
  void removeHost() {
    if (host != null) {
      host.close();
    }
  }

  private void expect(Transport transport, String target, int port, Outcome outcome) {
    boolean isIpv6 = target.contains(":");
    expect(transport, isIpv6 ? SOURCE6 : SOURCE4, target, port, Optional.empty(), outcome);
  }

  private void expect(
      Transport transport,
      String source,
      String target,
      int port,
      Optional<String> entry,
      Outcome outcome) {
    probes.add(probe(transport, source, target, port, entry));
    expected.add(outcome);
  }

  static Probe probe(
      Transport transport, String source, String target, int port, Optional<String> entry) {
    return new Probe(
        RULE,
        Set.of(RULE),
        Expected.OPEN,
        transport,
        new Endpoint(IpAddress.parse(target).orElseThrow(), port),
        new Endpoint(IpAddress.parse(source).orElseThrow(), 0),
        entry,
        false);
  }

  private List<Observation> observe() throws Exception {
    return host.on(
        () -> {
          try (NetnsVantage vantage = NetnsVantage.open(new ProcessRunner())) {
            return vantage.observe(probes, Patience.USUAL, Progress.NONE);
          } catch (FirewallException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void assertAsExpected() throws Exception {
    String before = host.state();
    List<Observation> seen = observe();
    StringBuilder wanted = new StringBuilder();
    StringBuilder actual = new StringBuilder();
    for (int i = 0; i < probes.size(); i++) {
      wanted.append(probes.get(i)).append(": ").append(expected.get(i)).append('\n');
      actual.append(probes.get(i)).append(": ").append(seen.get(i).outcome());
      boolean same = seen.get(i).outcome() == expected.get(i);
      actual.append(same ? "" : " " + seen.get(i)).append('\n');
    }
    assertEquals(wanted.toString(), actual.toString());
    assertEquals(before, host.state(), "left behind");
  }

  private static List<String> rejects(String... types) {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      String rule = "-A INPUT -p %s --dport %d -j REJECT --reject-with %s";
      rules.add(rule.formatted("tcp", 2000 + i, types[i]));
      if (!types[i].equals("tcp-reset")) {
        rules.add(rule.formatted("udp", 2000 + i, types[i]));
      }
    }
    return rules;
  }

  private void listen() throws Exception {
    host.on(
        () -> {
          ServerSocketChannel tcp = ServerSocketChannel.open();
          tcp.bind(new InetSocketAddress(443), 1000);
          return tcp;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"-nft", "-legacy"})
  void tellsEachRejectOfIpv4(String variant) throws Exception {
    host.filter(
        "iptables" + variant,
        "ACCEPT",
        rejects(
            "icmp-port-unreachable",
            "icmp-host-prohibited",
            "icmp-admin-prohibited",
            "icmp-host-unreachable",
            "icmp-net-unreachable",
            "icmp-net-prohibited",
            "icmp-proto-unreachable",
            "tcp-reset"));
    List<Outcome> tcp =
        List.of(
            Outcome.REFUSED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REFUSED);
    List<Outcome> udp =
        List.of(
            Outcome.REFUSED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.NO_ANSWER,
            Outcome.NO_ANSWER,
            Outcome.REJECTED,
            Outcome.REJECTED);
    everyRejectFromItsOwnSource("198.18.83.", TestHost.IPV4, tcp, udp);
    assertAsExpected();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-nft", "-legacy"})
  void tellsEachRejectOfIpv6(String variant) throws Exception {
    host.filter(
        "ip6tables" + variant,
        "ACCEPT",
        rejects(
            "icmp6-port-unreachable",
            "icmp6-adm-prohibited",
            "icmp6-no-route",
            "icmp6-addr-unreachable",
            "icmp6-policy-fail",
            "icmp6-reject-route",
            "tcp-reset"));
    List<Outcome> tcp =
        List.of(
            Outcome.REFUSED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REJECTED,
            Outcome.REFUSED);
    List<Outcome> udp =
        List.of(
            Outcome.REFUSED,
            Outcome.REJECTED,
            Outcome.NO_ANSWER,
            Outcome.NO_ANSWER,
            Outcome.REJECTED,
            Outcome.REJECTED);
    everyRejectFromItsOwnSource("2001:2:0:5300::", TestHost.IPV6, tcp, udp);
    assertAsExpected();
  }

  /** One source would soon be held back by the kernel's limit on ICMP answers. */
  private void everyRejectFromItsOwnSource(
      String prefix, String target, List<Outcome> tcp, List<Outcome> udp) {
    int source = 20;
    for (int i = 0; i < tcp.size(); i++) {
      String from = prefix + source++;
      expect(Transport.TCP, from, target, 2000 + i, Optional.empty(), tcp.get(i));
    }
    for (int i = 0; i < udp.size(); i++) {
      String from = prefix + source++;
      expect(Transport.UDP, from, target, 2000 + i, Optional.empty(), udp.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-nft", "-legacy"})
  void seesWhatANeighbourWouldSeeBehindPolicyDrop(String variant) throws Exception {
    List<String> rules =
        List.of(
            "-A INPUT -i lo -j ACCEPT",
            "-A INPUT -p tcp --dport 443 -j ACCEPT",
            "-A INPUT -p tcp --dport 444 -j ACCEPT",
            "-A INPUT -p udp --dport 444 -j ACCEPT",
            "-A INPUT -i lan0 -p tcp --dport 445 -j ACCEPT");
    host.filter("iptables" + variant, "DROP", rules);
    host.filter("ip6tables" + variant, "DROP", rules);
    listen();
    for (String target : List.of(TestHost.IPV4, TestHost.IPV6)) {
      expect(Transport.TCP, target, 443, Outcome.OPEN);
      expect(Transport.TCP, target, 444, Outcome.REFUSED);
      expect(Transport.UDP, target, 444, Outcome.REFUSED);
      // By the interface of the address, as a neighbour's would: no rule of ours names it.
      expect(Transport.TCP, target, 445, Outcome.REFUSED);
      expect(Transport.TCP, target, 80, Outcome.FILTERED);
      expect(Transport.UDP, target, 80, Outcome.NO_ANSWER);
    }
    Optional<String> lan = Optional.of(TestHost.LAN);
    expect(Transport.TCP, SOURCE4, TestHost.IPV4, 445, lan, Outcome.REFUSED);
    expect(Transport.TCP, SOURCE6, TestHost.IPV6, 445, lan, Outcome.REFUSED);
    expect(Transport.TCP, SOURCE4, TestHost.IPV4, 80, lan, Outcome.FILTERED);
    expect(Transport.TCP, SOURCE6, TestHost.IPV6, 443, lan, Outcome.OPEN);
    assertAsExpected();
  }

  @Test
  void comesFromWhereTheRuleSays() throws Exception {
    host.filter(
        "iptables-nft",
        "DROP",
        List.of("-A INPUT -s 203.0.113.0/24 -p tcp --dport 443 --sport 1024: -j ACCEPT"));
    listen();
    expect(Transport.TCP, "203.0.113.200", TestHost.IPV4, 443, Optional.empty(), Outcome.OPEN);
    expect(Transport.TCP, SOURCE4, TestHost.IPV4, 443, Optional.empty(), Outcome.FILTERED);
    assertAsExpected();
  }

  @Test
  void doesNotTakeADropByTheReversePathFilterForTheFirewalls() throws Exception {
    host.on(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/lan0/rp_filter"), "1"));
    Optional<String> lan = Optional.of(TestHost.LAN);
    expect(Transport.TCP, SOURCE4, TestHost.IPV4, 443, lan, Outcome.UNTESTED);
    expect(Transport.TCP, SOURCE6, TestHost.IPV6, 443, lan, Outcome.REFUSED);
    assertAsExpected();
  }

  @Test
  void scansEveryPortWithoutAMistake() throws Exception {
    host.filter("iptables-nft", "ACCEPT", List.of("-A INPUT -p tcp --dport 32768: -j DROP"));
    for (int port = 1; port <= 65535; port++) {
      Outcome outcome = port < 32768 ? Outcome.REFUSED : Outcome.FILTERED;
      expect(Transport.TCP, TestHost.IPV4, port, outcome);
    }
    List<Observation> seen = observe();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      if (seen.get(i).outcome() != expected.get(i)) {
        wrong.add(probes.get(i) + ": " + seen.get(i));
      }
    }
    assertTrue(wrong.isEmpty(), () -> wrong.size() + " wrong, first " + wrong.get(0));
  }
}
