package dev.durward.cli.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.cli.host.WindowsHost;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.model.IpAddress;
import dev.durward.platform.ManagementSession;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.translation.Variables;
import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock-out guard on Windows. */
class WindowsLockoutTest {
  private static final String RULES_KEY = FirewallPolicy.LOCAL + "\\FirewallRules";
  private static final String DESKTOP =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|"
          + "App=%SystemRoot%\\system32\\svchost.exe|Svc=termservice|Name=Remote Desktop|";
  private static final String SSH =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=22|Name=OpenSSH|";
  private static final String OWN_SSH =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=22|Name=ssh [durward:web]|"
          + "Desc=[durward:web]|";

  private static final ManagementSession RDP = session("RDP", 3389, Optional.empty());
  private static final ManagementSession OPENSSH =
      session("ssh", 22, IpAddress.parse("203.0.113.7").map(peer -> new Endpoint(peer, 5000)));

  @TempDir private Path folder;

  private static ManagementSession session(String kind, int port, Optional<Endpoint> peer) {
    return new ManagementSession(
        kind, 6, port, Optional.empty(), peer, Optional.empty(), "by its looks");
  }

  private Run plan(ManagementSession session, String host, String rule) throws IOException {
    String rules = "rules:\n  - {name: web, ports: 443}\n" + rule;
    return plan(session, host, rules, Map.of());
  }

  private Run plan(
      ManagementSession session, String host, String rules, Map<String, Integer> settings)
      throws IOException {
    Registry registry =
        path ->
            path.equals(RULES_KEY)
                ? Optional.of(Registry.Key.of(Map.of("{1}", host), Map.of()))
                : path.equals(FirewallPolicy.LOCAL + "\\PublicProfile")
                    ? Optional.of(Registry.Key.of(Map.of(), settings))
                    : Optional.empty();
    Path file = Files.writeString(folder.resolve("web.yaml"), "version: 1\npolicy: web\n" + rules);
    return new Run.Setting()
        .host(
            new WindowsHost(
                command -> {
                  throw new AssertionError(command.line());
                },
                registry,
                () -> true,
                () -> new ListenerTable(Optional.empty(), listener -> Optional.empty()),
                Variables.USUAL,
                () -> List.of(session),
                Run.NO_ROUTERS,
                Path.of("/nonexistent/durward"),
                new Journal(Path.of("/nonexistent/durward"), new LocalDisk()),
                "tester",
                LocalDate.of(2026, 6, 1)))
        .run("plan", file.toString());
  }

  @Test
  void aBlockOfRemoteDesktopLocksItsUserOut() throws IOException {
    Run run = plan(RDP, DESKTOP, "  - {name: no desktop, ports: 3389, action: block}\n");
    assertEquals(5, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "web.yaml:5:31: error: `no desktop` would lock you out: it keeps out your RDP"
                    + " session to port 3389/tcp (by its looks)"),
        run.err());
    assertEquals(0, plan(OPENSSH, DESKTOP, "  - {name: x, ports: 3389, action: block}\n").code());
  }

  @Test
  void aBlockOfOtherAddressesDoesNot() throws IOException {
    String others = "  - {name: x, ports: 22, action: block, remote: 198.51.100.0/24}\n";
    assertEquals(0, plan(OPENSSH, SSH, others).code());
    String some = others.replace("198.51.100.0/24", "203.0.113.0/24");
    assertEquals(5, plan(OPENSSH, SSH, some).code());
  }

  @Test
  void theEndOfTheOnlyRuleThatLetsItInLocksOutToo() throws IOException {
    Run run = plan(OPENSSH, OWN_SSH, "");
    assertEquals(5, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "taking away `ssh` would lock you out: the policy for inbound connections keeps"
                    + " out your ssh session from 203.0.113.7"),
        run.err());
  }

  /** What came in by no rule. */
  @Test
  void aSettingThatShutsLocksOutWhoeverNoRuleLetsIn() throws IOException {
    Map<String, Integer> open = Map.of("DefaultInboundAction", 0);
    String shut = "defaults: {inbound: block}\nrules:\n  - {name: web, ports: 443}\n";
    Run run = plan(RDP, SSH, shut, open);
    assertEquals(5, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "web.yaml:3:21: error: `inbound: block` would lock you out: it keeps"
                    + " out your RDP session to port 3389/tcp (by its looks)"),
        run.err());
    assertTrue(run.err().contains("write a rule that allows it"), run.err());
    assertEquals(0, plan(OPENSSH, SSH, shut, open).code(), "somebody's rule lets it in");
    String allowed = shut + "  - {name: desk, ports: 3389}\n";
    assertEquals(0, plan(RDP, SSH, allowed, open).code(), "a rule of the file lets it in");
    assertEquals(0, plan(RDP, SSH, shut, Map.of()).code(), "it did not come in before");
  }
}
