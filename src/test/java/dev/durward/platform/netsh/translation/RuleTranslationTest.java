package dev.durward.platform.netsh.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Rule;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules of a file as netsh gets them. */
class RuleTranslationTest {
  private static final String ALLOW = " dir=in action=allow enable=yes ";

  private static List<String> lines(String rule) {
    Rule one = WrittenRules.web("- {name: a, " + rule + "}").rules().rules().get(0);
    return RuleTranslation.translate("web", one, Variables.USUAL).stream()
        .map(each -> NetshWords.of(each).line())
        .toList();
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of("ports: 443", ALLOW + "protocol=tcp localport=443"),
        Arguments.of(
            "ports: [https, 444, 9000-9010], action: block",
            " dir=in action=block enable=yes protocol=tcp localport=443-444,9000-9010"),
        Arguments.of(
            "ports: 53, protocol: udp, remote-ports: 1024-65535",
            ALLOW + "protocol=udp localport=53 remoteport=1024-65535"),
        Arguments.of(
            "ports: 443, direction: out, local-ports: 1024-65535",
            " dir=out action=allow enable=yes protocol=tcp localport=1024-65535 remoteport=443"),
        Arguments.of(
            "ports: 443, remote: [192.0.2.1, 198.51.100.0/24, 10.0.0.1-10.0.0.9, '2001:db8::/32']",
            ALLOW
                + "protocol=tcp localport=443"
                + " remoteip=10.0.0.1-10.0.0.9,192.0.2.1,198.51.100.0/24,2001:db8::/32"),
        Arguments.of(
            "ports: 443, local: 192.0.2.1", ALLOW + "protocol=tcp localport=443 localip=192.0.2.1"),
        Arguments.of(
            "ports: 443, families: ipv4",
            ALLOW + "protocol=tcp localport=443 remoteip=0.0.0.0-255.255.255.255"),
        Arguments.of(
            "ports: 443, remote: [192.0.2.1, '2001:db8::1'], families: ipv6",
            ALLOW + "protocol=tcp localport=443 remoteip=2001:db8::1"),
        Arguments.of("protocol: any", " dir=in action=allow enable=yes"),
        Arguments.of("protocol: 47", ALLOW + "protocol=47"),
        Arguments.of(
            "ports: 443, windows: {profiles: [private, domain]}",
            " dir=in action=allow enable=yes profile=domain,private protocol=tcp localport=443"),
        Arguments.of(
            "ports: 443, windows: {program: '%SystemRoot%\\System32\\a b.exe', service: W3SVC}",
            ALLOW
                + "program=\"C:\\Windows\\System32\\a b.exe\" service=W3SVC protocol=tcp"
                + " localport=443"),
        Arguments.of(
            "ports: 443, windows: {interface-type: ras, edge: defer-user}",
            ALLOW + "protocol=tcp localport=443 interfacetype=ras edge=deferuser"),
        Arguments.of(
            "ports: 443, windows: {remote: defaultgateway}",
            ALLOW + "protocol=tcp localport=443 remoteip=defaultgateway"),
        Arguments.of(
            "protocol: icmp, families: ipv6, windows: {icmp-types: 128}",
            ALLOW + "protocol=icmpv6:128,any"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void saysEachKey(String rule, String expected) {
    String line = "name=\"a [durward:web]\"" + expected + " description=\"[durward:web/a]\"";
    assertEquals(List.of(line), lines(rule));
  }

  @Test
  void namesThePiecesOfOneRuleApart() {
    assertEquals(
        List.of(
            "name=\"a [durward:web]\" dir=in action=allow enable=yes protocol=icmpv4",
            "name=\"a [durward:web 2]\" dir=in action=allow enable=yes protocol=icmpv6"),
        lines("protocol: icmp").stream()
            .map(line -> line.replaceFirst(" description=.*", ""))
            .toList());
    assertEquals(4, lines("ports: 53, protocol: [tcp, udp], direction: [in, out]").size());
    assertEquals(2, lines("ports: 53, windows: {interface-type: [lan, wireless]}").size());
    assertEquals(2, lines("ports: 53, windows: {remote: [localsubnet, dns]}").size());
  }

  @Test
  void listsThatPassACommandLineAreSplit() {
    StringBuilder ports = new StringBuilder("ports: [1");
    for (int port = 3; port < 10_000; port += 2) {
      ports.append(", ").append(port);
    }
    List<String> lines = lines(ports + "]");
    assertTrue(lines.size() > 10);
    assertTrue(lines.stream().allMatch(line -> line.length() < 8_000));
    assertEquals(
        5_000,
        lines.stream()
            .map(line -> line.replaceFirst(".*localport=(\\S*) .*", "$1"))
            .mapToInt(list -> list.split(",", -1).length)
            .sum());
  }

  @Test
  void ownerAndJustificationComeBack() {
    Rule rule =
        WrittenRules.web(
                "- {name: 'Büro, 2. Stock', ports: 1, description: 'For [us] alone',"
                    + " justification: CHG-1042, owner: platform-team}")
            .rules()
            .rules()
            .get(0);
    FirewallRule there = RuleTranslation.translate("web", rule, Variables.USUAL).get(0);
    OwnDescription back = OwnDescription.parse(there.description().orElseThrow()).orElseThrow();
    assertEquals(rule.description(), back.description());
    assertEquals(rule.justification(), back.justification());
    assertEquals(rule.owner(), back.owner());
    assertEquals(back.mark(), OwnName.parse(there.label()).orElseThrow().mark());
  }
}
