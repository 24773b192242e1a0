package dev.durward.probe.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Action;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.RuleSet;
import dev.durward.probe.Expected;
import dev.durward.probe.Probe;
import dev.durward.probe.Rules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosedPortsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final HostNetwork HOST =
      new HostNetwork(
          List.of(new HostNetwork.Interface("eth0", true, List.of(address("192.0.2.5")))),
          Set.of());

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static RuleSet set(String policy, Rules... rules) {
    return new RuleSet(policy, Stream.of(rules).map(Rules::rule).toList());
  }

  private static Rules allow(String name, int... ports) {
    return Rules.rule(name, Action.ALLOW).ports(ports).remote("203.0.113.0/24");
  }

  private static List<String> closed(RuleSet... sets) {
    return ClosedPorts.derive(List.of(sets), Platform.LINUX, DAY, HOST).stream()
        .map(p -> p.rule().rule() + " " + p.transport().word() + " " + p.target().port())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "443-443, 442 444",
    "1-10, 11",
    "65000-65535, 64999",
    "1-65535, ''",
    "2-65534, 1 65535",
    "80-80 82-82, 79 81 83",
    "80-80 83-83, 79 81 82 84",
  })
  void areThoseNextToEachRange(String ranges, String next) {
    List<PortRange> written = new ArrayList<>();
    for (String range : ranges.split(" ", -1)) {
      String[] ends = range.split("-", -1);
      written.add(new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
    }
    String found =
        String.join(
            " ", ClosedPorts.nextTo(PortSet.of(written)).stream().map(String::valueOf).toList());
    assertEquals(next, found);
  }

  @Test
  void haveAProbeForEachProtocolAndFamilyOfTheRule() {
    List<Probe> probes =
        ClosedPorts.derive(
            List.of(
                set(
                    "web",
                    Rules.rule("a", Action.ALLOW)
                        .ports(443)
                        .protocols(Protocol.TCP, Protocol.UDP, Protocol.SCTP))),
            Platform.LINUX,
            DAY,
            HOST);
    assertEquals(
        List.of(
            "tcp 192.0.2.5:442 from 198.18.83.254, next to an allowed port",
            "tcp 192.0.2.5:444 from 198.18.83.254, next to an allowed port",
            "tcp [2001:2:0:5300::1]:442 from 2001:2:0:5300::fe, next to an allowed port",
            "tcp [2001:2:0:5300::1]:444 from 2001:2:0:5300::fe, next to an allowed port",
            "udp 192.0.2.5:442 from 198.18.83.254, next to an allowed port",
            "udp 192.0.2.5:444 from 198.18.83.254, next to an allowed port",
            "udp [2001:2:0:5300::1]:442 from 2001:2:0:5300::fe, next to an allowed port",
            "udp [2001:2:0:5300::1]:444 from 2001:2:0:5300::fe, next to an allowed port"),
        probes.stream().map(Probe::toString).toList());
    assertTrue(probes.stream().allMatch(p -> p.expected() == Expected.CLOSED));
  }

  @Test
  void areNotThoseThatAnotherRuleAllows() {
    assertEquals(
        List.of("a tcp 79", "b tcp 82", "c tcp 82", "c tcp 84"),
        closed(set("one", allow("a", 80), allow("b", 81)), set("two", allow("c", 83))));
  }

  @Test
  void areProbedFromWhereTheOtherRuleDoesNotAllowThem() {
    Rules office = Rules.rule("office", Action.ALLOW).ports(22).remote("203.0.113.128/25");
    Rules most = Rules.rule("most", Action.ALLOW).ports(21).remote("203.0.113.0/24");
    List<Probe> probes =
        ClosedPorts.derive(List.of(set("x", office, most)), Platform.LINUX, DAY, HOST);
    Probe from = probes.stream().filter(p -> p.target().port() == 22).findFirst().orElseThrow();
    assertEquals("203.0.113.127", from.source().address().toString());
  }

  @Test
  void areThoseOfAllowRulesAlone() {
    assertEquals(
        List.of(),
        closed(
            set(
                "x",
                Rules.rule("block", Action.BLOCK).ports(80),
                Rules.rule("reject", Action.REJECT).ports(90))));
  }

  @Test
  void thatAreBlockedAreStillToBeClosed() {
    RuleSet set = set("x", allow("a", 80), Rules.rule("b", Action.BLOCK).ports(81));
    assertEquals(List.of("a tcp 79", "a tcp 81"), closed(set));
  }

  /** Whatever the rules: none is allowed on its way, and each stands next to its rule's ports. */
  @Test
  void areNeverAllowedOnTheirWay() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Rules> rules = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Action action = random.nextInt(4) == 0 ? Action.BLOCK : Action.ALLOW;
        int first = 1 + random.nextInt(20);
        PortRange range = new PortRange(first, first + random.nextInt(4));
        Rules rule = Rules.rule("r" + i, action).ports(PortSet.of(List.of(range)));
        rules.add(
            random.nextBoolean()
                ? rule
                : rule.remote("203.0.113." + 64 * random.nextInt(4) + "/26"));
      }
      RuleSet set = set("x", rules.toArray(Rules[]::new));
      for (Probe probe : ClosedPorts.derive(List.of(set), Platform.LINUX, DAY, HOST)) {
        var flow =
            Probe.flow(probe.transport(), probe.source(), probe.target(), probe.networkInterface());
        assertFalse(
            set.rules().stream().anyMatch(r -> r.action() == Action.ALLOW && r.matches(flow))
                && Decision.of(List.of(set), flow).orElseThrow().action() == Action.ALLOW,
            "seed " + seed + ": " + probe);
        int port = probe.target().port();
        PortSet own =
            set.rules().stream()
                .filter(r -> r.name().equals(probe.rule().rule()))
                .findFirst()
                .orElseThrow()
                .destinationPorts();
        assertTrue(
            !own.contains(port) && (own.contains(port - 1) || own.contains(port + 1)),
            "seed " + seed + ": " + probe);
      }
    }
  }
}
