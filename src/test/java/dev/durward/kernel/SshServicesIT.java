package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.exec.RunningProcess;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.platform.host.Listeners;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Transport;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.derivation.FixedProbes;
import dev.durward.probe.derivation.Sampling;
import dev.durward.probe.ssh.SshVantage;
import dev.durward.probe.tls.ServiceVerification;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and HTTP of a host's port, by way of a second machine. */
class SshServicesIT {
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

  @Test
  void tlsAndHttpAreSpokenOverIt() throws Exception {
    FarProbes.load(lab, "-A INPUT -p tcp --dport 7000 -j ACCEPT");
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
                    .listensAt(Transport.TCP, new Endpoint(FarProbes.targets().get(0), 7000))) {
                  Thread.onSpinWait();
                }
                try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                  Derivation derived =
                      FixedProbes.derive(
                          sets,
                          Set.of(Platform.LINUX),
                          LocalDate.of(2026, 6, 1),
                          vantage.ways(FarProbes.targets()),
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
}
