package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.Action;
import dev.durward.model.Protocol;
import dev.durward.platform.host.Listeners;
import dev.durward.probe.Patience;
import dev.durward.probe.Progress;
import dev.durward.probe.Rules;
import dev.durward.probe.ssh.SshVantage;
import dev.durward.probe.verification.Forecast;
import dev.durward.probe.verification.RuleCounters;
import dev.durward.probe.verification.Verification;
import dev.durward.probe.verification.VerificationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is probed from its neighbour, through a real sshd there. */
class SshVantageIT {
  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(2), 2);

  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void makeLab() throws Exception {
    lab = Lab.create("nft");
  }

  @AfterEach
  void removeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private List<String> verify(FarHost far, RuleCounters counters, Rules... rules) throws Exception {
    VerificationReport report =
        lab.host(
            () -> {
              try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                Verification.Options options =
                    new Verification.Options(PATIENCE, false, Progress.NONE);
                return new Verification(vantage, counters, new Listeners(), Forecast.NONE, options)
                    .run(FarProbes.derive(vantage, rules));
              }
            });
    assertEquals("ssh:far", report.vantage());
    return report.results().stream()
        .map(
            each ->
                each.subject().replaceFirst(" from [0-9a-f.:]+$", "")
                    + ": "
                    + each.observation().outcome()
                    + " "
                    + each.judgement().verdict())
        .toList();
  }

  @Test
  void seesEachAnswerOfTheFirewallInBothFamilies() throws Exception {
    FarProbes.load(
        lab,
        "-A INPUT -p tcp --dport 443 -s NEAR -j ACCEPT",
        "-A INPUT -p tcp --dport 444 -s OTHER -j ACCEPT",
        "-A INPUT -p tcp --dport 25 -j REJECT --reject-with tcp-reset",
        "-A INPUT -p tcp --dport 26 -j REJECT --reject-with ICMP-port-unreachable",
        "-A INPUT -p tcp --dport 27 -j REJECT --reject-with ICMP-PROHIBITED",
        "-A INPUT -p tcp --dport 28 -j DROP");
    lab.listen(443, 444, 25, 26, 27, 28);
    try (FarHost far = FarHost.start(lab, folder)) {
      List<String> seen =
          verify(
              far,
              RuleCounters.NONE,
              Rules.rule("https", Action.ALLOW).ports(443, 28).remote("10.77.0.0/24", "fd77::/64"),
              Rules.rule("others", Action.ALLOW).ports(444).remote("192.0.2.0/24", "2001:db8::/32"),
              Rules.rule("mail", Action.REJECT).ports(25, 26, 27),
              Rules.rule("shut", Action.BLOCK).ports(444, 443));
      List<String> right = new ArrayList<>();
      for (String target : List.of("10.77.0.1", "[fd77::1]")) {
        // A block beats the allow of 443, which is open all the same.
        right.add("tcp " + target + ":28: FILTERED FAIL");
        right.add("tcp " + target + ":443: OPEN FAIL");
      }
      right.add("ipv4 tcp 444: UNTESTED UNTESTED");
      right.add("ipv6 tcp 444: UNTESTED UNTESTED");
      for (String target : List.of("10.77.0.1", "[fd77::1]")) {
        // The listeners are sockets of IPv6, and nobody tells whether they take IPv4.
        String verdict = target.startsWith("[") ? "PASS" : "UNTESTED";
        right.add("tcp " + target + ":25: REFUSED " + verdict);
        right.add("tcp " + target + ":26: REFUSED " + verdict);
        right.add("tcp " + target + ":27: REJECTED PASS");
      }
      for (String target : List.of("10.77.0.1", "[fd77::1]")) {
        right.add("tcp " + target + ":443: OPEN FAIL");
        right.add("tcp " + target + ":444: FILTERED PASS");
      }
      assertEquals(right.stream().sorted().toList(), seen.stream().sorted().toList());
    }
  }

  @Test
  void udpIsSentByTheFarSidesBash() throws Exception {
    FarProbes.load(
        lab,
        "-A INPUT -p udp --dport 53 -j ACCEPT",
        "-A INPUT -p udp --dport 54 -j REJECT --reject-with ICMP-port-unreachable",
        "-A INPUT -p udp --dport 55 -j REJECT --reject-with ICMP-PROHIBITED");
    lab.listen(53, 54, 55, 56);
    try (FarHost far = FarHost.start(lab, folder)) {
      List<String> seen =
          verify(
              far,
              RuleCounters.NONE,
              Rules.rule("dns", Action.ALLOW).ports(53).protocols(Protocol.UDP),
              Rules.rule("no", Action.REJECT).ports(54, 55).protocols(Protocol.UDP),
              Rules.rule("shut", Action.BLOCK).ports(56).protocols(Protocol.UDP));
      List<String> right = new ArrayList<>();
      for (String target : List.of("10.77.0.1", "[fd77::1]")) {
        right.add("udp " + target + ":53: ANSWERED PASS");
        right.add("udp " + target + ":54: REFUSED PASS");
        right.add("udp " + target + ":55: REJECTED PASS");
        right.add("udp " + target + ":56: NO_ANSWER UNTESTED");
      }
      assertEquals(right.stream().sorted().toList(), seen.stream().sorted().toList());
    }
  }

  /** What is not known of a probe must not be guessed at. */
  @Test
  void whatAFarSideCantChooseIsUntested() throws Exception {
    FarProbes.load(lab);
    try (FarHost far = FarHost.start(lab, folder)) {
      List<String> seen =
          verify(
              far,
              RuleCounters.NONE,
              Rules.rule("lan", Action.ALLOW).ports(443).interfaces("eth0"),
              Rules.rule("others", Action.ALLOW).ports(444).remote("203.0.113.0/24"));
      assertEquals(
          List.of(
              "ipv4 tcp 443: UNTESTED UNTESTED",
              "ipv6 tcp 443: UNTESTED UNTESTED",
              "ipv4 tcp 444: UNTESTED UNTESTED"),
          seen);
    }
  }

  @Test
  void anSshdThatForwardsNothingTellsNothing() throws Exception {
    FarProbes.load(lab);
    try (FarHost far = FarHost.start(lab, folder, "AllowTcpForwarding no")) {
      List<String> seen =
          verify(far, RuleCounters.NONE, Rules.rule("shut", Action.BLOCK).ports(80));
      assertEquals(
          List.of("tcp 10.77.0.1:80: UNTESTED UNTESTED", "tcp [fd77::1]:80: UNTESTED UNTESTED"),
          seen);
    }
  }
}
