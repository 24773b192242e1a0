package dev.durward.cli.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lock-out guard says of ports, and when it says nothing. */
class LockoutTest {
  private static final String ACCEPTING =
      "-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT";
  private static final String ESTABLISHED =
      "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";

  /** A rate of which nobody can tell whether it is met. */
  private static final String LIMITED =
      "-A INPUT -p tcp -m tcp --dport 22 -m limit --limit 3/min -j ACCEPT";

  @TempDir private Path folder;

  private Run plan(String rule, List<String> host, String... more) throws IOException {
    List<String> lines = new ArrayList<>(List.of("*filter", ":INPUT DROP [0:0]"));
    lines.addAll(host);
    lines.add("COMMIT");
    Path dump = Files.write(folder.resolve("dump"), lines);
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "version: 1\npolicy: web\nrules:\n  - {name: web, ports: 443}\n" + rule);
    List<String> words =
        new ArrayList<>(List.of("plan", rules.toString(), "--from", dump.toString()));
    words.addAll(List.of(more));
    return Run.offline(words.toArray(String[]::new));
  }

  private static String rule(String text) {
    return "  - {name: ssh, " + text + "}\n";
  }

  @Test
  void aBlockOfAProtectedPortIsAnErrorAtItsPlace() throws IOException {
    Run run =
        plan(rule("ports: 22, action: block"), List.of(ESTABLISHED, ACCEPTING), "--protect", "22");
    assertEquals(5, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "rules.yaml:5:24: error: `ssh` would shut 22/tcp, which --protect names: it keeps"
                    + " out some who come in now\n"),
        run.err());
    assertTrue(
        run.err().contains("  try: narrow the rule, or add --allow-lockout if there is"),
        run.err());
  }

  @Test
  void machinesAreToldTheSame() throws IOException {
    Run run =
        plan(
            rule("ports: 22, action: block"), List.of(ACCEPTING), "--protect=ssh", "--output=json");
    assertEquals(5, run.code(), run.err());
    JsonNode plan = new ObjectMapper().readTree(run.out());
    assertTrue(plan.get("obstructed").asBoolean());
    JsonNode notice = plan.get("notices").get(0);
    assertEquals("error", notice.get("severity").asText());
    assertTrue(notice.get("place").asText().endsWith("rules.yaml:5:24"), notice.toString());
  }

  @Test
  void whoAllowsItIsWarned() throws IOException {
    Run run =
        plan(
            rule("ports: 22, action: block"),
            List.of(ACCEPTING),
            "--protect=22",
            "--allow-lockout");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains(": warning: `ssh` would shut 22/tcp"), run.err());
  }

  @Test
  void onlyWhatComesInNowCanBeLost() throws IOException {
    assertEquals(
        0,
        plan(
                rule("ports: 22, action: block, families: ipv4"),
                List.of(ESTABLISHED),
                "--protect",
                "22")
            .code());
    assertEquals(
        0, plan(rule("ports: 23, action: block"), List.of(ACCEPTING), "--protect", "22").code());
    assertEquals(
        0,
        plan(
                rule("ports: 22, protocol: udp, action: block, families: ipv4"),
                List.of(ACCEPTING),
                "--protect=22")
            .code());
    assertEquals(
        5,
        plan(
                rule("ports: 22, action: block, remote: 192.0.2.7"),
                List.of(ACCEPTING),
                "--protect=22")
            .code());
    String banned = "-A INPUT -s 192.0.2.0/24 -j DROP";
    assertEquals(
        0,
        plan(
                rule("ports: 22, action: block, remote: 192.0.2.7"),
                List.of(banned, ACCEPTING),
                "--protect=22")
            .code());
  }

  @Test
  void whatDependsBeforeMayDependAfter() throws IOException {
    assertEquals(0, plan("", List.of(ESTABLISHED, LIMITED), "--protect", "22").code());
    assertEquals(
        5,
        plan(rule("ports: 22, action: block"), List.of(ESTABLISHED, LIMITED), "--protect", "22")
            .code());
  }

  /** The line that lets ssh in now is Durward's own, and it becomes a slower one. */
  @Test
  void whatWasSureMustNotDepend() throws IOException {
    List<String> own =
        List.of(
            ":DURWARD-IN-ALLOW - [0:0]",
            "-A INPUT ! -i lo -m comment --comment durward -j DURWARD-IN-ALLOW",
            "-A DURWARD-IN-ALLOW -p tcp -m tcp --dport 22 -m conntrack ! --ctstate INVALID --ctdir"
                + " ORIGINAL -m comment --comment \"durward:web/ssh\" -j ACCEPT");
    Run run = plan(rule("ports: 22, linux: {limit: 1/minute}"), own, "--protect=22");
    assertEquals(5, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "error: the change of `ssh` would shut 22/tcp, which --protect names: iptables"
                    + " INPUT, policy DROP may keep out some who come in now"),
        run.err());
    Run gone = plan("", own, "--protect=22");
    assertTrue(
        gone.err().contains("error: taking away `ssh` would shut 22/tcp, which"), gone.err());
  }

  @Test
  void aPortThatIsNoneIsWrongUsage() throws IOException {
    assertEquals(64, plan("", List.of(), "--protect", "0").code());
  }
}
