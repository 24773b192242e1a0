package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.rulefile.BadRuleFiles;
import dev.durward.rulefile.BadRuleFiles.BadRuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees of the command line, without a host. */
class CliTest {
  private static final String HOST =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A INPUT -j REJECT --reject-with icmp-host-prohibited
      COMMIT
      """;

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  static Stream<BadRuleFile> badRuleFiles() {
    return BadRuleFiles.all();
  }

  @ParameterizedTest
  @MethodSource("badRuleFiles")
  void refusesEveryBadFileBeforeItTouchesTheHost(BadRuleFile bad) throws IOException {
    Path file = Files.write(folder.resolve("bad.yaml"), bad.bytes());
    Run run = Run.offline("apply", "--yes", file.toString());
    assertEquals(4, run.code(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains("error: "), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void plansAgainstADumpWithoutAnyPrivilege() throws IOException {
    String dump = file("dump", HOST);
    Run run =
        new Run.Setting()
            .unprivileged()
            .run("plan", "config/web.yaml", "--from", dump, "--from6=" + dump, "--exit-code");
    assertEquals(2, run.code(), run.err());
    assertEquals(
        """
        policy web
          + HTTP
              allow in tcp 80 from any
          + HTTPS
              allow in tcp 443 from any

        chains and jumps
          ~ iptables INPUT: put a jump to DURWARD-IN-ALLOW before line 2, -j REJECT
              --reject-with icmp-host-prohibited
          ~ iptables OUTPUT: put a jump to DURWARD-OUT-ALLOW at its end
          ~ ip6tables INPUT: put a jump to DURWARD-IN-ALLOW before line 2, -j REJECT
              --reject-with icmp-host-prohibited
          ~ ip6tables OUTPUT: put a jump to DURWARD-OUT-ALLOW at its end

        Plan: 2 to add, 0 to replace, 0 to remove, 0 as written.
        """,
        run.out());
  }

  @Test
  void showsTheVeryScriptOnStandardOutputAlone() throws IOException {
    String dump = file("dump", HOST);
    Run run = Run.offline("plan", "--script", "config/port-443.yaml", "--from", dump);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("/usr/sbin/iptables-restore --noflush -w 10 <<'DURWARD'\n"));
    assertTrue(
        run.out()
            .contains(
                "-A DURWARD-IN-ALLOW -p tcp -m tcp --dport 443:445 -m conntrack ! --ctstate"
                    + " INVALID --ctdir ORIGINAL -m comment --comment \"durward:port-443/Port 443"
                    + " rule\" -j ACCEPT\n"),
        run.out());
    assertTrue(run.err().contains("note: `profiles` has no effect on Linux"), run.err());
  }

  @Test
  void namesADumpThatIsNotWhole() throws IOException {
    String dump = file("dump", HOST.replace("COMMIT\n", ""));
    Run run = Run.offline("plan", "config/web.yaml", "--from", dump);
    assertEquals(5, run.code());
    assertTrue(run.err().contains("dump is not a whole dump of iptables-save: line 6"), run.err());
    assertTrue(run.err().contains("  try: "), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply", "status", "remove"})
  void saysWhichCapabilityIsMissing(String command) {
    Run run = new Run.Setting().unprivileged().run(command, "config/web.yaml");
    assertEquals(5, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().contains("CAP_NET_ADMIN"), run.err());
  }

  @Test
  void writesJsonThatMachinesRead() throws IOException {
    String dump = file("dump", HOST);
    Run run = Run.offline("plan", "config/web.yaml", "--output", "json", "--from", dump);
    assertEquals(0, run.code(), run.err());
    JsonNode plan = new ObjectMapper().readTree(run.out());
    assertEquals("durward.plan/1", plan.get("format").asText());
    assertEquals("add", plan.at("/changes/0/action").asText());
    assertEquals(4, plan.at("/changes/0/added").size());
    assertEquals(0, plan.at("/changes/0/removed").size());
    assertFalse(plan.get("empty").asBoolean());
  }

  @Test
  void refusesTwoFilesOfOnePolicy() throws IOException {
    String copy = file("copy.yaml", Files.readString(Path.of("config/web.yaml")));
    Run run = Run.offline("apply", "--yes", "config/web.yaml", copy);
    assertEquals(4, run.code());
    assertTrue(run.err().contains("are both of policy web"), run.err());
  }

  @Test
  void refusesWhatIptablesCannotSayWithItsPlace() throws IOException {
    String rules =
        """
        version: 1
        policy: windows
        rules:
          - name: console
            ports: 8443
            windows: {program: 'C:\\tomcat\\bin\\java.exe', service: Tomcat10}
        """;
    Run run = Run.offline("apply", "--yes", "--platform=iptables", file("windows.yaml", rules));
    assertEquals(4, run.code());
    assertTrue(run.err().contains("windows.yaml:6:24: error: iptables can't hold"), run.err());
    assertTrue(run.err().contains("`platforms: [windows]`"), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan --foo x.yaml | no option --foo",
        "plan | no rule file named",
        "plan x.yaml --output xml | --output is text or json",
        "plan x.yaml --script --output json | exclude each other",
        "plan x.yaml --from | Expected a value after parameter --from",
        "apply | no rule file named",
        "remove | name a rule file, or --policy NAME",
        "status --exit-code | needs a rule file",
        "apply config/web.yaml --strict | --strict says how to verify: add --verify",
        "apply config/web.yaml --timeout=3 | --timeout says how to verify: add --verify",
        "apply config/web.yaml --report x | --report says how to verify: add --verify",
        "apply config/web.yaml --verify --timeout 0 | --timeout is 1 to 99 seconds",
        "remove config/web.yaml --verify | no option --verify",
        "verify x.yaml --vantage moon | --vantage is auto, netns, self or ssh:HOST, not moon",
        "verify x.yaml --vantage ssh: | --vantage ssh:HOST wants the name",
        "verify x.yaml --vantage ssh:-oProxyCommand=x | --vantage ssh:HOST wants the name",
        "verify x.yaml --target=-x | wants the name or address of a machine",
        "verify x.yaml --target h --vantage self | --target probes from this machine",
        "verify x.yaml --target h --listen | can't start listeners on another host",
        "verify x.yaml --target h --closed | --closed needs --vantage netns",
        "verify x.yaml --timeout 0 | --timeout is 1 to 99 seconds",
        "render x.yaml --format sh | --platform is windows or linux, not",
        "render x.yaml --platform linux --format cmd | one of sh, restore for linux, not cmd",
        "render x.yaml --platform windows --format sh | one of cmd, ps1, netsh for windows, not sh",
        "render x.yaml --platform windows | one of cmd, ps1, netsh for windows, not",
        "render x.yaml --platform linux --format restore | add --family ipv4",
        "render x.yaml --platform linux --format sh --from x | are for --format restore",
        "render --platform linux --format sh | no rule file named",
        "doctor x | takes no argument: x",
        "paln x | no such command",
        "help paln | no such command",
      })
  void saysWhatIsWrongWithTheUsage(String line, String problem) {
    Run run = Run.offline(line.split(" "));
    assertEquals(64, run.code(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains(problem), run.err());
    assertTrue(run.err().contains("durward help"), run.err());
  }

  @Test
  void showsAllCommandsWhenNoneIsGiven() {
    Run run = Run.offline();
    assertEquals(64, run.code());
    assertEquals("", run.out());
    assertEquals(run.err(), Run.offline("help").out());
    assertEquals(0, Run.offline("--help").code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "apply",
        "status",
        "remove",
        "verify",
        "doctor",
        "render",
        "history",
        "rollback"
      })
  void helpNamesEveryOption(String command) {
    String help = Run.offline(command, "--help").out();
    Run refused = Run.offline(command, "--no-such-option");
    String known = refused.err().lines().findFirst().orElseThrow();
    List<String> options = List.of(known.substring(known.indexOf("there are ") + 10).split(", "));
    assertTrue(options.contains("--output"), known);
    for (String option : options) {
      assertTrue(help.contains("  " + option + " "), option + " is not in the help:\n" + help);
    }
    help.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    long described = help.lines().filter(line -> line.startsWith("  --")).count();
    assertEquals(options.size(), described, help);
  }
}
