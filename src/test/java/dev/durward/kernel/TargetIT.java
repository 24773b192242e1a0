package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify --target}: a host that is probed from its neighbour, with the same file. */
class TargetIT {
  private static final String RULES =
      """
      version: 1
      policy: web
      rules:
        - {name: open, ports: 443, remote: [10.77.0.0/24, 'fd77::/64']}
        - {name: lost, ports: 444, remote: [10.77.0.0/24, 'fd77::/64']}
        - {name: nobody, ports: 445, remote: [10.77.0.0/24, 'fd77::/64']}
        - {name: others, ports: 446, remote: [192.0.2.0/24, '2001:db8::/32']}
        - {name: shut, ports: 447, action: block}
        - {name: rejected, ports: 448, action: reject, platforms: linux}
        - {name: lan, ports: 449, platforms: linux, linux: {interfaces: eth0}}
      """;

  @TempDir private Path folder;
  private Lab lab;
  private String rules = "";

  @BeforeEach
  void makeLab() throws Exception {
    rules = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
    lab = Lab.create("nft");
    lab.listen(443, 444, 446, 447, 448, 449);
    for (Family family : Family.values()) {
      String prohibited = family == Family.IPV4 ? "icmp-host-prohibited" : "icmp6-adm-prohibited";
      lab.load(
          family,
          ":INPUT ACCEPT [0:0]",
          "-A INPUT -p tcp --dport 444 -j DROP",
          "-A INPUT -p tcp --dport 447 -j DROP",
          "-A INPUT -p tcp --dport 448 -j REJECT --reject-with " + prohibited);
    }
  }

  @AfterEach
  void removeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private static Run run(String... arguments) {
    return new Run.Setting().runner(new ProcessRunner()).run(arguments);
  }

  @Test
  void expectsWhatTheRulesSayOfThisMachinesAddress() throws Exception {
    for (Family family : Family.values()) {
      String target = Lab.hostAddress(family, 0, 0);
      Run run = lab.neighbour(() -> run("verify", rules, "--target", target, "--output=json"));
      assertEquals(3, run.code(), run.err());
      String[][] right = {
        {"open", "open", "pass"},
        {"lost", "filtered", "fail"},
        {"nobody", "refused", "untested"},
        {"others", "untested", "untested"},
        {"shut", "filtered", "pass"},
        // Of which platform the host is isn't known, and this rule is for Linux alone.
        {"rejected", "untested", "untested"},
        {"lan", "untested", "untested"},
      };
      for (String[] each : right) {
        String pattern =
            "(?s).*\"rule\": \"%s\",[^}]*\"outcome\": \"%s\",[^}]*\"verdict\": \"%s\".*"
                .formatted(each[0], each[1], each[2]);
        assertTrue(run.out().matches(pattern), List.of(each) + run.out());
      }
      assertTrue(run.out().contains("\"vantage\": \"target:" + target + "\""), run.out());
      assertTrue(run.out().contains("refused: nobody listens there, or a rule refuses"));
    }
  }

  @Test
  void refusesWhatCanProveNothing() throws Exception {
    for (String own : List.of("127.0.0.1", "::1", "10.77.0.1", "fd77::1", "localhost")) {
      Run run = lab.host(() -> run("verify", rules, "--target", own));
      assertEquals(5, run.code(), run.out());
      assertTrue(run.err().contains("would cross loopback"), run.err());
      assertTrue(run.err().contains("--vantage netns"), run.err());
    }
    Run unknown = lab.host(() -> run("verify", rules, "--target", "no-such-host.invalid"));
    assertEquals(5, unknown.code(), unknown.out());
    assertTrue(unknown.err().contains("is not known here"), unknown.err());
    Run far = lab.host(() -> run("verify", rules, "--vantage", "ssh:no-such-host.invalid"));
    assertEquals(5, far.code(), far.out());
    assertTrue(far.err().contains("Could not resolve hostname"), far.err());
    assertTrue(far.err().contains("ssh no-such-host.invalid true"), far.err());
  }
}
