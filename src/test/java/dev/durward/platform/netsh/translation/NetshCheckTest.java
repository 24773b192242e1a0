package dev.durward.platform.netsh.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Windows can't say, with its place. */
class NetshCheckTest {
  private static List<Diagnostic> check(String rule) {
    RuleFile.Usable file = WrittenRules.web("- {name: a, " + rule + "}");
    return NetshCheck.check(file.rules(), file.sources(), Variables.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ports: 1, action: reject; 4:33; can't reject",
        "ports: 1, linux: {interfaces: eth0}; 4:45; an interface by its name",
        "ports: 1, linux: {limit: 10/second}; 4:40; a rate",
        "ports: 1, direction: out, linux: {user: root}; 4:55; a user of Linux",
        "ports: 1, protocol: sctp; 4:22; of tcp and udp alone",
        "ports: 1, description: 'say \"x\"'; 4:38; neither \" nor |",
        "ports: 1, owner: 'a=b'; 4:32; = in a text",
        "ports: 1, owner: '@x.dll,-1'; 4:32; begins with @",
        "ports: 1, description: '[owner: b]'; 4:38; could not be told apart",
        "ports: 1, remote: 126.0.0.0-127.0.0.9; 4:33; addresses of loopback",
        "ports: 1, remote: 192.0.2.1, windows: {remote: dns}; 4:62; names others instead",
        "protocol: icmp, windows: {remote: dns}; 4:49; addresses of both families",
        "ports: 1, families: ipv6, windows: {remote: dns}; 4:59; addresses of both families",
        "ports: 1, windows: {icmp-types: 8}; 4:47; with `protocol: icmp`",
        "protocol: icmp, windows: {icmp-types: 8}; 4:53; in one family",
        "ports: 1, action: block, windows: {edge: defer-app}; 4:56; of rules that allow",
        "ports: 1, windows: {program: '%NoSuch%\\a.exe'}; 4:44; %NoSuch% is no variable",
      })
  void refuses(String rule, String place, String part) {
    List<Diagnostic> found = check(rule);
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).isError());
    assertTrue(found.get(0).message().contains(part), found.get(0).message());
    Place at = found.get(0).place().orElseThrow();
    assertEquals(place, at.line() + ":" + at.column());
    assertTrue(found.get(0).proposal().isPresent());
  }

  @Test
  void takesThatAllElseIsRefused() {
    var shut = WrittenRules.shut();
    assertEquals(List.of(), NetshCheck.check(shut.rules(), shut.sources(), Variables.USUAL));
  }

  @Test
  void refusesNothingOfRulesThatAreNotForWindows() {
    assertEquals(List.of(), check("ports: 1, action: reject, platforms: linux"));
    assertEquals(List.of(), check("ports: 1, action: reject, enabled: false"));
  }

  @Test
  void saysWhatHasNoEffect() {
    assertEquals(
        "`log` has no effect on Windows", check("ports: 1, linux: {log: true}").get(0).message());
    Diagnostic day = check("ports: 1, expires: 2037-01-01").get(0);
    assertTrue(day.message().contains("keeps no day"), day.message());
    assertTrue(day.proposal().orElseThrow().contains("schtasks /create"));
  }
}
