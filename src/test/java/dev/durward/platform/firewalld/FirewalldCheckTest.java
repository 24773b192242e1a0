package dev.durward.platform.firewalld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What firewalld can't say, with its place, and how it says the rest. */
class FirewalldCheckTest {
  private static RuleFile.Usable file(String rule) {
    return WrittenRules.web("- {name: a, " + rule + "}");
  }

  private static List<Diagnostic> check(String rule) {
    return FirewalldCheck.check(file(rule).rules(), file(rule).sources());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ports: 1, linux: {limit: 12/minute}; 4:40; counts a limit for each port",
        "ports: 1, direction: out, linux: {user: root}; 4:55; to a user",
        "ports: 1, linux: {interfaces: eth0}; 4:45; interfaces in zones",
        "ports: 1, remote-ports: 2; 4:22; ports of both sides",
        "ports: 1, remote: '::1-8000::', protocol: [tcp, udp]; 4:33; 256 rules of firewalld",
        "ports: 1, windows: {service: x}; 4:44; a Windows service",
      })
  void refuses(String rule, String place, String part) {
    WrittenRules.assertRefused(check(rule), place, part);
  }

  @Test
  void refusesToRefuseAllElse() {
    WrittenRules.assertRefused(
        FirewalldCheck.check(WrittenRules.shut().rules(), WrittenRules.shut().sources()),
        "3:21",
        "through firewalld");
  }

  @Test
  void saysWhatIsOtherwiseThanWithIptables() {
    assertTrue(check("ports: 1, expires: 2037-01-01").get(0).message().contains("keeps no day"));
    assertEquals(List.of(), check("ports: 1, action: block"));
    assertEquals(List.of(), check("ports: 1, linux: {user: a}, direction: out, enabled: false"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ports: [443, 9000-9001]; in-allow; rule priority=\"1\" port port=\"443\" protocol=\"tcp\""
            + " accept|rule priority=\"1\" port port=\"9000-9001\" protocol=\"tcp\" accept",
        "protocol: any, action: block, direction: out; out-block; rule priority=\"-2\" drop",
        "protocol: any, remote: 192.0.2.0-192.0.2.2, action: reject; in-block; rule priority=\"-1\""
            + " family=\"ipv4\" source address=\"192.0.2.0/31\" reject|rule priority=\"-1\""
            + " family=\"ipv4\" source address=\"192.0.2.2\" reject",
        "protocol: icmp; in-allow; rule priority=\"1\" family=\"ipv4\" protocol value=\"icmp\""
            + " accept|rule priority=\"1\" family=\"ipv6\" protocol value=\"ipv6-icmp\" accept",
        "protocol: udp, ports: 1-65535, remote-ports: 53, local: '::2', linux: {log: true}; in-allow; rule"
            + " priority=\"1\" family=\"ipv6\" destination address=\"::2\" source-port port=\"53\""
            + " protocol=\"udp\" log prefix=\"durward allow \" level=\"info\" accept",
      })
  void saysRulesAsFirewalldPrintsThem(String rule, String object, String rules) {
    Mark mark = new Mark("web", "a");
    List<Entry> wanted =
        List.of(rules.split("\\|")).stream()
            .map(text -> new Entry(mark, "firewalld durward-" + object, text))
            .toList();
    assertEquals(wanted, RichRules.of(file(rule).rules().rules().get(0), mark));
  }
}
