package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durward, started over a session of a real sshd on the host that it changes. */
class LockoutIT {
  private static final String NO_SSH =
      """
      version: 1
      policy: web
      rules:
        - {name: web, ports: 443}
        - name: no ssh
          action: block
          ports: ssh
          remote: 10.77.0.0/24
      """;

  private static final String SHUT =
      """
      version: 1
      policy: web
      defaults: {inbound: block}
      rules:
        - {name: web, ports: 443}
      """;

  private static final String SSH =
      "version: 1\npolicy: admin\nrules:\n  - {name: ssh, ports: 22}\n";

  @TempDir private Path folder;
  private Lab lab;
  private FarHost host;

  @BeforeEach
  void openSession() throws Exception {
    lab = Lab.create("nft");
    host = FarHost.ofHost(lab, folder);
  }

  @AfterEach
  void removeLab() throws Exception {
    if (host != null) {
      host.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  /** What stands before a command that the neighbour has the host run. */
  private List<String> remotely() {
    return List.of(
        host.ssh().toString(),
        "-oBatchMode=yes",
        "-oConnectTimeout=3",
        "-oServerAliveInterval=1",
        "-oServerAliveCountMax=3",
        "far");
  }

  private String durward(String... words) {
    return "DURWARD_RUNTIME_DIR="
        + folder
        + " DURWARD_STATE_DIR="
        + folder.resolve("state")
        + " "
        + Path.of("platform-scripts/durward").toAbsolutePath()
        + " "
        + String.join(" ", words);
  }

  private CommandResult overSsh(String command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(remotely());
    line.add(command);
    return lab.neighbour(() -> new ProcessRunner().run(Command.of(line.toArray(String[]::new))));
  }

  private Path rules(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aRuleThatWouldCutTheSessionIsRefusedAndNamed() throws Exception {
    lab.loadRejecting();
    List<String> before = lab.saved(Family.IPV4);
    Path file = rules("web.yaml", NO_SSH);
    for (String command : List.of("apply --yes", "plan")) {
      CommandResult run = overSsh(durward(command, file.toString()));
      assertEquals(5, run.exit(), run.complaint());
      String said = run.error();
      assertTrue(
          said.contains(
              file
                  + ":7:12: error: `no ssh` would lock you out: it keeps out your ssh session from"
                  + " 10.77.0.11 to port 22/tcp ("),
          said);
      assertTrue(said.contains("add --allow-lockout"), said);
    }
    assertEquals(before, lab.saved(Family.IPV4));
    // As sudo does it, with nothing of the session in the environment.
    CommandResult cleared =
        overSsh("exec setsid -w env -i PATH=$PATH " + durward("apply --yes", file.toString()));
    assertEquals(5, cleared.exit(), cleared.complaint());
    assertEquals(0, overSsh("true").exit());
  }

  @Test
  void toRefuseAllElseWithoutARuleForTheSessionIsRefused() throws Exception {
    Path file = rules("web.yaml", SHUT);
    CommandResult run = overSsh(durward("apply --yes", file.toString()));
    assertEquals(5, run.exit(), run.complaint());
    assertTrue(
        run.error()
            .contains(
                file
                    + ":3:21: error: `inbound: block` would lock you out: it keeps out new"
                    + " connections like your ssh session from 10.77.0.11 to port 22/tcp ("),
        run.error());
    assertTrue(run.error().contains("write a rule that allows it"), run.error());
    Path with = rules("with.yaml", SHUT + "  - {name: ssh, ports: ssh, remote: 10.77.0.0/24}\n");
    CommandResult made = overSsh(durward("apply --yes", with.toString()));
    assertEquals(0, made.exit(), made.complaint());
    assertEquals(0, overSsh("true").exit());
    // What lets the session in goes, and the rest stays.
    assertEquals(5, overSsh(durward("apply --yes", file.toString())).exit());
  }

  /** Runs a change in a session that it cuts. */
  private void cut(String change) throws Exception {
    // It knows who opened a connection: otherwise the kernel begins to look in its middle.
    TypicalHost.settle("rhel-reject", lab);
    Path file = rules("web.yaml", NO_SSH);
    Path ended = folder.resolve("ended");
    List<String> line = new ArrayList<>(remotely());
    String errors = folder.resolve("said").toString();
    line.add(
        durward(change, file.toString()) + " 2> " + errors + "; echo $? > " + ended + "; sleep 99");
    Process session =
        lab.neighbour(() -> new ProcessBuilder(line).redirectErrorStream(true).start());
    try {
      assertTrue(session.waitFor(60, TimeUnit.SECONDS), "the session ends without an answer");
      assertEquals(255, session.exitValue());
    } finally {
      session.destroyForcibly();
    }
    String said = Files.readString(Path.of(errors));
    assertTrue(said.contains(":7:12: warning: `no ssh` would lock you out"), said);
    assertEquals("0\n", Files.readString(ended));
  }

  @Test
  void itIsCutWhereThatIsAllowed() throws Exception {
    cut("apply --yes --allow-lockout");
    assertEquals(255, overSsh("true").exit(), "nobody comes in any more");
  }

  @Test
  void whoeverIsCutComesInAgainWhereNobodyConfirms() throws Exception {
    cut("apply --yes --allow-lockout --confirm 10s");
    List<String> shut = lab.saved(Family.IPV4);
    assertTrue(shut.toString().contains("durward:web/no ssh"), shut.toString());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (overSsh("true").exit() != 0) {
      assertTrue(System.nanoTime() < deadline, "it is not taken back");
    }
    assertFalse(lab.saved(Family.IPV4).toString().contains("durward:web"));
    CommandResult late = overSsh(durward("confirm"));
    assertEquals(6, late.exit(), late.complaint());
    assertTrue(late.error().contains("was not confirmed in time"), late.error());
  }

  @Test
  void theEndOfTheRuleThatLetsTheSessionInIsRefused() throws Exception {
    lab.load(
        Family.IPV4,
        ":INPUT DROP [0:0]",
        "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    new Doorward(lab).apply(SSH);
    Path file = rules("admin.yaml", SSH);
    CommandResult removed = overSsh(durward("remove --yes", file.toString()));
    assertEquals(5, removed.exit(), removed.complaint());
    assertTrue(
        removed
            .error()
            .contains(
                "error: taking away `ssh` would lock you out: iptables INPUT, policy DROP keeps"
                    + " out new connections like your ssh session from 10.77.0.11"),
        removed.error());
    assertEquals(0, overSsh("true").exit());
  }

  @Test
  void whatLeavesTheSessionAloneIsMade() throws Exception {
    lab.loadRejecting();
    String others = NO_SSH.replace("10.77.0.0/24", "[10.77.0.12, 10.77.1.0/24]");
    Path file = rules("web.yaml", others);
    CommandResult run = overSsh(durward("apply --yes", file.toString()));
    assertEquals(0, run.exit(), run.complaint());
    assertFalse(run.error().contains("lock"), run.error());
    assertEquals(0, overSsh("true").exit());
    CommandResult protects =
        overSsh(durward("plan --protect 22 --protect 443/tcp", rules("b.yaml", NO_SSH).toString()));
    assertEquals(5, protects.exit(), protects.complaint());
    assertTrue(
        protects.error().contains("`no ssh` would shut 22/tcp, which --protect names"),
        protects.error());
    assertFalse(protects.error().contains("443/tcp, which"), protects.error());
  }
}
