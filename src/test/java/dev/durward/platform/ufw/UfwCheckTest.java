package dev.durward.platform.ufw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ufw can't say, with its place. */
class UfwCheckTest {
  private static List<Diagnostic> check(String rule) {
    RuleFile.Usable file = WrittenRules.web("- {name: a, " + rule + "}");
    return UfwCheck.check(file.rules(), file.sources());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ports: 1, linux: {limit: 12/minute}; 4:40; 6 connections in 30 seconds",
        "ports: 1, direction: out, linux: {user: root}; 4:55; to a user",
        "ports: 1, linux: {interfaces: 'a:1'}; 4:45; a:1 for an interface",
        "ports: 1, protocol: sctp; 4:35; protocol sctp",
        "protocol: icmp; 4:25; /etc/ufw/before.rules",
        "protocol: 89; 4:25; protocol 89",
        "protocol: any, remote: 192.0.2.1, action: block; 4:25; can be blocked",
        "protocol: any, remote: 192.0.2.1, action: reject; 4:25; can be rejected",
        "ports: 1, remote: '::1-8000::', protocol: [tcp, udp]; 4:33; 256 rules of ufw",
        "ports: 1, windows: {service: x}; 4:44; a Windows service",
      })
  void refuses(String rule, String place, String part) {
    WrittenRules.assertRefused(check(rule), place, part);
  }

  @Test
  void refusesToRefuseAllElse() {
    WrittenRules.assertRefused(
        UfwCheck.check(WrittenRules.shut().rules(), WrittenRules.shut().sources()),
        "3:21",
        "through ufw");
  }

  @Test
  void saysWhatIsOtherwiseThanWithIptables() {
    Diagnostic day = check("ports: 1, expires: 2037-01-01").get(0);
    assertTrue(day.message().contains("keeps no day"), day.message());
    assertFalse(day.isError());
    assertEquals(List.of(), check("ports: 1, action: block"));
    Diagnostic running = check("ports: 1, action: block, linux: {interfaces: [eth0]}").get(0);
    assertTrue(running.message().contains("open already go on"), running.message());
    assertFalse(running.isError());
  }

  @Test
  void refusesNothingOfRulesThatAreNotForLinux() {
    assertEquals(List.of(), check("protocol: icmp, platforms: windows"));
    assertEquals(List.of(), check("protocol: icmp, enabled: false"));
  }
}
