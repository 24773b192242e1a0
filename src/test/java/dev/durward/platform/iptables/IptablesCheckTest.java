package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.rulefile.RuleFile.Usable;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IptablesCheckTest {
  private static List<String> findings(String... rule) {
    Usable file = WrittenRules.web(rule);
    return IptablesCheck.check(
            file.rules(),
            file.sources(),
            user -> user.equals("root") ? Optional.of("0") : Optional.empty())
        .stream()
        .map(
            found ->
                found.place().orElseThrow().position()
                    + ": "
                    + found.severity().word()
                    + ": "
                    + found.message())
        .toList();
  }

  private static void assertFound(String begin, String... rule) {
    List<String> findings = findings(rule);
    assertEquals(1, findings.size(), findings.toString());
    assertEquals(begin, findings.get(0).substring(0, begin.length()), findings.get(0));
  }

  @Test
  void whatIptablesCanSayIsNotSpokenOf() {
    assertEquals(
        List.of(),
        findings(
            "- {name: r, ports: 443, platforms: [linux], linux: {limit: 50/second},",
            "   remote: 192.0.2.0/24, expires: 2038-01-19}",
            "- {name: o, ports: 443, direction: out, platforms: [linux], linux: {user: root}}"));
  }

  @Test
  void aProgramIsAnErrorWhereItStands() {
    assertFound(
        "rules.yaml:6:24: error: iptables can't hold a rule to a Windows program",
        "- name: r",
        "  ports: 443",
        "  windows: {program: 'C:\\x.exe'}");
  }

  @Test
  void aServiceIsAnErrorWhereItStands() {
    assertFound(
        "rules.yaml:6:24: error: iptables can't hold a rule to a Windows service",
        "- name: r",
        "  ports: 443",
        "  windows: {service: Tomcat10}");
  }

  @Test
  void restrictionsOfRulesForWindowsAloneAreNone() {
    assertEquals(
        List.of(),
        findings("- {name: r, ports: 443, platforms: [windows], windows: {service: Tomcat10}}"));
  }

  @Test
  void whatHasNoCounterpartIsNoted() {
    assertFound(
        "rules.yaml:4:47: note: `profiles` has no effect on Linux",
        "- {name: r, ports: 443, windows: {profiles: [domain]}}");
  }

  @Test
  void aUserThatTheHostDoesntHaveIsAnError() {
    assertFound(
        "rules.yaml:6:16: error: this host has no user nobody-here",
        "- {name: r, ports: 443, direction: out, platforms: [linux],",
        "   linux: {",
        "     user:   nobody-here}}");
  }

  @Test
  void aLimitThatTheKernelCantKeepIsAnError() {
    assertFound(
        "rules.yaml:4:62: error: the kernel can't keep a limit of 6000/second",
        "- {name: r, ports: 443, platforms: [linux], linux: {limit: 6000/second}}");
  }

  @Test
  void aLimitOfThreeADayIsTooSlowForTheKernel() {
    assertFound(
        "rules.yaml:4:62: error: the kernel can't keep a limit of 3/day",
        "- {name: r, ports: 443, platforms: [linux], linux: {limit: 3/day}}");
    assertEquals(
        List.of(), findings("- {name: r, ports: 443, platforms: [linux], linux: {limit: 4/day}}"));
  }

  @Test
  void aLimitOverSeveralLinesWouldLetMorePass() {
    assertFound(
        "rules.yaml:4:94: error: a limit counts for one line of iptables, and this rule needs 2",
        "- {name: r, ports: 443, remote: [192.0.2.1, 192.0.2.3], platforms: [linux],"
            + " linux: {limit: 5/second}}");
  }

  @Test
  void aDayThatTheKernelCantKeepIsAnError() {
    assertFound(
        "rules.yaml:4:36: error: the kernel can't keep a day after 2038-01-19",
        "- {name: r, ports: 443, expires: 2038-01-20}");
  }

  @Test
  void refusingIcmpOfIpv6IsWarnedOf() {
    assertFound(
        "rules.yaml:4:40: warning: this refuses ICMPv6 in",
        "- {name: r, action: block, protocol: icmp}");
  }
}
