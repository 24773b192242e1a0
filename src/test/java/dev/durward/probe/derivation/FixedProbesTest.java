package dev.durward.probe.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.Action;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.probe.Rules;
import dev.durward.probe.Ways;
import dev.durward.probe.Ways.Way;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is expected is what the rules say of the source that probes really have. */
class FixedProbesTest {
  private static final Ways WAYS =
      new Ways(
          List.of(way("203.0.113.7", "192.0.2.5"), way("198.51.100.7", "192.0.2.6")),
          Map.of(Family.IPV6, "far has no ipv6 address"));

  private static Way way(String source, String target) {
    return new Way(IpAddress.parse(source).orElseThrow(), IpAddress.parse(target).orElseThrow());
  }

  private static List<String> derive(Rules... rules) {
    return derive(Set.of(Platform.LINUX), rules);
  }

  private static List<String> derive(Set<Platform> platforms, Rules... rules) {
    Derivation derivation =
        FixedProbes.derive(
            List.of(new RuleSet("web", Stream.of(rules).map(Rules::rule).toList())),
            platforms,
            LocalDate.of(2026, 6, 1),
            WAYS,
            Sampling.ENDS_AND_MIDDLE);
    return Stream.concat(
            derivation.probes().stream().map(each -> each.expected() + " " + each),
            derivation.untested().stream().map(each -> each.subject() + ": " + each.reason()))
        .toList();
  }

  @Test
  void takesTheWayThatTheRuleIsAbout() {
    assertEquals(
        List.of(
            "OPEN tcp 192.0.2.5:443 from 203.0.113.7", "OPEN tcp 192.0.2.6:22 from 198.51.100.7"),
        derive(
            Rules.rule("office", Action.ALLOW).ports(443).remote("203.0.113.0/24"),
            Rules.rule("admin", Action.ALLOW).ports(22).remote("198.51.100.0/24")));
  }

  @Test
  void neverExpectsOpenOfASourceThatTheRuleDoesNotAllow() {
    assertEquals(
        List.of("ipv4 tcp 443: the rule is not about 203.0.113.7, where the probes come from"),
        derive(Rules.rule("others", Action.ALLOW).ports(443).remote("192.0.2.128/25")));
    assertEquals(
        List.of(
            "SHUT tcp 192.0.2.5:443 from 203.0.113.7", "SHUT tcp 192.0.2.5:443 from 203.0.113.7"),
        derive(
            Rules.rule("office", Action.ALLOW).ports(443).remote("203.0.113.0/24"),
            Rules.rule("none", Action.BLOCK).ports(443).remote("203.0.113.0/24")));
  }

  @Test
  void saysWhyAFamilyHasNoProbe() {
    assertEquals(
        List.of("ipv6 tcp 443: far has no ipv6 address"),
        derive(Rules.rule("office", Action.ALLOW).ports(443).remote("2001:db8::/32")));
  }

  @Test
  void doesNotGuessTheInterface() {
    String doubt = "a rule names an interface, and which one probes come in by is not known";
    Rules office = Rules.rule("office", Action.ALLOW).ports(443).remote("203.0.113.0/24");
    assertEquals(List.of("ipv4 tcp 443: " + doubt), derive(office.interfaces("eth0")));
    assertEquals(
        List.of(
            "SHUT tcp 192.0.2.5:22 from 203.0.113.7",
            "SHUT tcp 192.0.2.5:22 from 203.0.113.7",
            "ipv4 tcp 443: " + doubt,
            "ipv4 tcp 443: " + doubt),
        derive(
            office,
            Rules.rule("none", Action.BLOCK)
                .ports(22, 443)
                .remote("203.0.113.0/24")
                .interfaces("eth+"),
            Rules.rule("shut", Action.BLOCK).ports(22).remote("203.0.113.0/24")));
  }

  @Test
  void namesTheRestOnceForEachReason() {
    assertEquals(
        List.of("ipv4 tcp any: the rule is not about 203.0.113.7, where the probes come from"),
        derive(Rules.rule("all", Action.BLOCK).remote("192.0.2.128/25")));
  }
}
