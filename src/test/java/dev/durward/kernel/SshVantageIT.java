package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.exec.RunningProcess;
import dev.durward.model.Action;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.model.RuleSet;
import dev.durward.platform.host.Listeners;
import dev.durward.probe.Derivation;
import dev.durward.probe.Endpoint;
import dev.durward.probe.FixedProbes;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Progress;
import dev.durward.probe.RuleCounters;
import dev.durward.probe.Rules;
import dev.durward.probe.Sampling;
import dev.durward.probe.Transport;
import dev.durward.probe.Verification;
import dev.durward.probe.VerificationReport;
import dev.durward.probe.ssh.SshTrouble;
import dev.durward.probe.ssh.SshVantage;
import dev.durward.probe.tls.ServiceVerification;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is probed from its neighbour, through a real sshd there. */
class SshVantageIT {
  private static final Protocol[] BOTH = {Protocol.TCP, Protocol.UDP};
  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(2), 2);

  private static final String SERVED =
      """
      version: 1
      policy: web
      rules:
        - name: served
          ports: 7000
          families: ipv4
          verify:
            tls: {min-version: TLSv1.2}
            http: {path: /, status: 200}
      """;

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

  private static List<IpAddress> targets() {
    return Stream.of(Family.values())
        .map(family -> IpAddress.parse(Lab.hostAddress(family, 0, 0)).orElseThrow())
        .toList();
  }

  private static Derivation derive(SshVantage vantage, Rules... rules)
      throws IOException, InterruptedException {
    return FixedProbes.derive(
        List.of(new RuleSet("web", Stream.of(rules).map(Rules::rule).toList())),
        Set.of(Platform.LINUX),
        LocalDate.of(2026, 6, 1),
        vantage.ways(targets()),
        Sampling.ENDS_AND_MIDDLE);
  }

  private List<String> verify(FarHost far, RuleCounters counters, Rules... rules) throws Exception {
    VerificationReport report =
        lab.host(
            () -> {
              try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                Verification.Options options =
                    new Verification.Options(PATIENCE, false, Progress.NONE);
                return new Verification(vantage, counters, new Listeners(), options)
                    .run(derive(vantage, rules));
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

  private void load(String... lines) throws Exception {
    for (Family family : Family.values()) {
      List<String> all =
          new ArrayList<>(List.of(":INPUT DROP [0:0]", "-A INPUT -p tcp --sport 22 -j ACCEPT"));
      if (family == Family.IPV6) {
        all.add("-A INPUT -p ipv6-icmp -j ACCEPT");
      }
      for (String line : lines) {
        String source = family == Family.IPV4 ? "10.77.0.0/24" : "fd77::/64";
        String other = family == Family.IPV4 ? "192.0.2.0/24" : "2001:db8::/32";
        String icmp = family == Family.IPV4 ? "icmp-" : "icmp6-";
        all.add(
            line.replace("NEAR", source)
                .replace("OTHER", other)
                .replace("ICMP-", icmp)
                .replace(
                    "PROHIBITED", family == Family.IPV4 ? "host-prohibited" : "adm-prohibited"));
      }
      lab.load(family, all.toArray(String[]::new));
    }
  }

  @Test
  void seesEachAnswerOfTheFirewallInBothFamilies() throws Exception {
    load(
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
    load(
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
    load();
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

  /** A far side that dies is no firewall that drops. */
  @Test
  void aFarSideThatEndsInMidProbeProvesNothing() throws Exception {
    load();
    lab.onNeighbour(lab.program(Family.IPV4), "-A", "OUTPUT", "-p", "tcp", "--dport", "80");
    FarHost far = FarHost.start(lab, folder);
    Thread killer = new Thread(() -> whenProbed(far::close), "killer");
    killer.start();
    List<String> seen =
        lab.host(
            () -> {
              try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                Derivation derived =
                    derive(vantage, Rules.rule("shut", Action.BLOCK).ports(80, 81).protocols(BOTH));
                return vantage
                    .observe(
                        derived.probes(), new Patience(Duration.ofSeconds(3), 2), Progress.NONE)
                    .stream()
                    .map(each -> each.outcome().word())
                    .distinct()
                    .toList();
              }
            });
    killer.join();
    assertEquals(List.of("untested"), seen);
  }

  /** What was answered by then is told, and no silence is taken for an answer. */
  @Test
  void whoIsInterruptedTellsWhatWasSeen() throws Exception {
    load();
    lab.onNeighbour(lab.program(Family.IPV4), "-A", "OUTPUT", "-p", "tcp", "--dport", "80");
    try (FarHost far = FarHost.start(lab, folder)) {
      List<String> seen =
          lab.host(
              () -> {
                Thread prober = Thread.currentThread();
                Thread hasty = new Thread(() -> whenProbed(prober::interrupt), "hasty");
                try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                  Derivation derived =
                      derive(
                          vantage, Rules.rule("shut", Action.BLOCK).ports(80, 81).protocols(BOTH));
                  hasty.start();
                  List<Observation> told =
                      vantage.observe(
                          derived.probes(), new Patience(Duration.ofMinutes(5), 2), Progress.NONE);
                  assertTrue(Thread.interrupted(), "still interrupted");
                  return told.stream().map(Observation::reason).distinct().toList();
                } finally {
                  hasty.join();
                }
              });
      assertEquals(List.of("interrupted"), seen);
    }
  }

  private void whenProbed(Runnable deed) {
    String[] list = {lab.program(Family.IPV4), "-nvxL", "OUTPUT"};
    try {
      while (!lab.onNeighbour(list).matches("(?s).*\\n *[1-9]\\d* .*dpt:80.*")) {
        Thread.onSpinWait();
      }
      deed.run();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tlsAndHttpAreSpokenOverIt() throws Exception {
    load("-A INPUT -p tcp --dport 7000 -j ACCEPT");
    try (FarHost far = FarHost.start(lab, folder);
        RunningProcess server = lab.host(this::tlsServer)) {
      assertTrue(server.output() != null);
      RuleFile file = RuleFileParser.parse("", SERVED.getBytes(StandardCharsets.UTF_8));
      List<RuleSet> sets = List.of(((RuleFile.Usable) file).rules());
      List<String> seen =
          lab.host(
              () -> {
                while (!new Listeners()
                    .read()
                    .listensAt(Transport.TCP, new Endpoint(targets().get(0), 7000))) {
                  Thread.onSpinWait();
                }
                try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                  Derivation derived =
                      FixedProbes.derive(
                          sets,
                          Set.of(Platform.LINUX),
                          LocalDate.of(2026, 6, 1),
                          vantage.ways(targets()),
                          Sampling.ALL_PORTS);
                  return ServiceVerification.of(vantage, Duration.ofSeconds(5), Instant.now())
                      .run(sets, derived.probes())
                      .results()
                      .stream()
                      .map(each -> each.subject() + " " + each.judgement().verdict())
                      .toList();
                }
              });
      String at = " at 10.77.0.1:7000 ";
      for (String right :
          List.of(
              "tls-version" + at + "PASS",
              "http-status" + at + "PASS",
              "cert-trust" + at + "FAIL")) {
        assertTrue(seen.contains(right), seen.toString());
      }
    }
  }

  private RunningProcess tlsServer() throws IOException, InterruptedException {
    String key = folder.resolve("tls.key").toString();
    String certificate = folder.resolve("tls.pem").toString();
    String request = "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=far -keyout ";
    List<String> make = new ArrayList<>(List.of("/usr/bin/openssl"));
    make.addAll(List.of((request + key + " -out " + certificate).split(" ")));
    CommandResult made = new ProcessRunner().run(Command.of(make.toArray(String[]::new)));
    assertTrue(made.succeeded(), made.complaint());
    return RunningProcess.start(
        List.of(
            "/usr/bin/openssl",
            "s_server",
            "-accept",
            "10.77.0.1:7000",
            "-cert",
            certificate,
            "-key",
            key,
            "-www"),
        Map.of());
  }

  private SshTrouble refused(FarHost far, String destination) {
    return assertThrows(
        SshTrouble.class,
        () ->
            lab.host(
                () -> {
                  try (SshVantage some = SshVantage.open(far.ssh(), destination, new Listeners())) {
                    return some.name();
                  }
                }));
  }

  @Test
  void saysWhatIsWrongWithALogin() throws Exception {
    load();
    try (FarHost far = FarHost.start(lab, folder)) {
      SshTrouble unknown = refused(far, "no-such-host.invalid");
      assertTrue(unknown.getMessage().contains("Could not resolve"), unknown.getMessage());
      FarHost.client(folder, "other");
      SshTrouble password = refused(far, "far");
      assertTrue(password.getMessage().contains("without asking"), password.getMessage());
      FarHost.client(folder, "user");
      FarHost.know(folder, "other");
      SshTrouble changed = refused(far, "far");
      assertTrue(changed.getMessage().contains("not the one that is known"), changed.getMessage());
      Files.delete(folder.resolve("known_hosts"));
      SshTrouble fresh = refused(far, "far");
      assertTrue(fresh.getMessage().contains("not known here"), fresh.getMessage());
    }
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertTrue(left.noneMatch(each -> Files.exists(each.resolve("ssh")) && !each.equals(folder)));
    }
  }

  @Test
  void anSshdThatForwardsNothingTellsNothing() throws Exception {
    load();
    try (FarHost far = FarHost.start(lab, folder, "AllowTcpForwarding no")) {
      List<String> seen =
          verify(far, RuleCounters.NONE, Rules.rule("shut", Action.BLOCK).ports(80));
      assertEquals(
          List.of("tcp 10.77.0.1:80: UNTESTED UNTESTED", "tcp [fd77::1]:80: UNTESTED UNTESTED"),
          seen);
    }
  }
}
