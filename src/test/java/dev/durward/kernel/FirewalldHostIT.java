package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.ApplyResult.RolledBack;
import dev.durward.apply.Unwritten;
import dev.durward.cli.Run;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallException;
import dev.durward.rulefile.WrittenRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a host whose firewall firewalld runs, and what can't be done there. */
class FirewalldHostIT {
  private static final ProcessRunner ROAD = new ProcessRunner();
  private static final String ZONE = "<zone><service name='ssh'/></zone>";

  @TempDir private static Path folder;

  private static Lab lab;
  private static Firewalld firewalld;

  @BeforeAll
  static void open() throws Exception {
    lab = Lab.create("nft");
    firewalld = Firewalld.on(lab, "nftables", Files.createDirectory(folder.resolve("firewalld")));
  }

  @AfterAll
  static void close() throws Exception {
    firewalld.close();
    lab.close();
  }

  private static Run run(String... arguments) throws IOException, InterruptedException {
    Run.Setting setting =
        new Run.Setting()
            .runner(ROAD)
            .variant("-nft")
            .firewalld(firewalld.command())
            .runtime(folder.resolve("runtime"));
    return lab.host(() -> setting.run(arguments));
  }

  private static Run assertDone(String... arguments) throws IOException, InterruptedException {
    Run run = run(arguments);
    assertEquals(0, run.code(), run.out() + run.err());
    return run;
  }

  @Test
  void itIsDrivenByAllCommands() throws Exception {
    // As it comes: probes whose answers go by another interface would be dropped.
    firewalld.configure("IPv6_rpfilter=yes");
    firewalld.reset(ZONE);
    firewalld.run("--zone=internal", "--change-interface=eth1");
    Map<String, List<String>> before = firewalld.all();
    String[] files = {"config/web.yaml", "config/port-443.yaml", "config/https-alt-office.yaml"};
    Run plan = run("plan", files[0], files[1], files[2], "--script", "--exit-code");
    assertEquals(2, plan.code(), plan.err());
    assertTrue(plan.out().contains("--add-rich-rule="), plan.out());
    assertEquals(before, firewalld.all(), "a plan changes nothing");

    assertDone("apply", files[0], files[1], files[2], "--yes");
    assertTrue(firewalld.run("--zone=internal", "--list-interfaces").contains("eth1"));
    Run status = assertDone("status", files[0], files[1], files[2], "--exit-code");
    assertTrue(status.err().contains("kept by firewalld"), status.err());
    Run verified = assertDone("verify", files[0], files[1], files[2], "--listen");
    assertTrue(verified.out().contains(" 0 failed, 0 untested"), verified.out());
    Run explained = assertDone("explain", "443");
    assertTrue(explained.out().contains("durward-in-allow"), explained.out());
    Run doctor = run("doctor");
    assertTrue(doctor.out().contains("firewalld: it runs this host's firewall"), doctor.out());

    assertDone("remove", files[0], files[1], files[2], "--yes");
    assertEquals(before, firewalld.all());
  }

  @Test
  void oneThatIsNotAskedForRefuses() throws Exception {
    firewalld.reset(ZONE);
    String rules =
        "version: 1\npolicy: web\nrules:\n- {name: a, ports: 1, linux: {limit: 1/second}}\n";
    String file = Files.writeString(folder.resolve("rules.yaml"), rules).toString();
    Run refused = run("plan", file);
    assertEquals(4, refused.code(), refused.out());
    assertTrue(refused.err().contains("rules.yaml:4:"), refused.err());
    Run iptables = run("apply", file, "--yes", "--platform=iptables");
    assertEquals(5, iptables.code(), iptables.err());
    assertTrue(iptables.err().contains("leave --platform out"), iptables.err());
  }

  private static Plan plan(Desired desired) throws IOException, InterruptedException {
    return lab.host(
        () -> {
          try {
            return Planner.plan(desired, firewalld.backend().snapshot());
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }

  private static Desired desired(String... lines) {
    var rules = WrittenRules.web(lines).rules();
    return new Desired(Set.of("web"), firewalld.backend().realize(rules, Doorward.DAY), "gone");
  }

  @Test
  void aStepThatFailsIsTakenBackWhetherItDidItsWorkOrNot() throws Exception {
    firewalld.reset(ZONE);
    Map<String, List<String>> bare = firewalld.all();
    Desired first = desired("- {name: a, ports: 80}");
    assertTakenBack(first, "--reload", true);
    assertTakenBack(first, "--add-egress-zone", false);
    assertEquals(bare, firewalld.all());

    new Doorward(lab, firewalld.backend())
        .apply(WrittenRules.web("- {name: a, ports: 80}").rules());
    Map<String, List<String>> before = firewalld.all();
    Desired second = desired("- {name: a, ports: [81, 82]}");
    assertTakenBack(second, "--permanent --policy=durward-in-allow '--add-rich-rule", true);
    assertTakenBack(second, "firewall-cmd --policy=durward-in-allow '--remove-rich-rule", false);
    assertEquals(before, firewalld.all());
  }

  private static void assertTakenBack(Desired desired, String words, boolean worked)
      throws IOException, InterruptedException {
    Plan plan = plan(desired);
    Command failing =
        plan.before().render(plan).steps().stream()
            .map(Step::command)
            .filter(command -> command.line().contains(words))
            .findFirst()
            .orElseThrow();
    boolean[] failed = {false};
    CommandRunner failure =
        command -> {
          if (failed[0]) {
            return ROAD.run(command);
          }
          failed[0] = true;
          if (worked) {
            ROAD.run(command);
          }
          return Detour.failed();
        };
    ApplyResult result =
        lab.host(
            () ->
                new Applier(
                        firewalld.backend(),
                        new Detour(ROAD, failing::equals, failure),
                        new Unwritten())
                    .apply(plan, desired));
    assertInstanceOf(RolledBack.class, result, words + ": " + result);
  }

  @Test
  void whatWouldBeLostOrOvertakenStopsTheChange() throws Exception {
    firewalld.reset(ZONE);
    firewalld.run("--add-port=8080/tcp");
    lab.onHost("/usr/sbin/iptables-nft", "-A", "INPUT", "-s", "192.0.2.1", "-j", "DROP");
    String allow = "- {name: a, ports: 80}";
    assertObstructed(allow, "zone public has at run time alone");
    assertObstructed(allow, "1 rules of iptables (-A INPUT -s 192.0.2.1/32 -j DROP)");
    lab.onHost("/usr/sbin/iptables-nft", "-F");
    firewalld.run("--remove-port=8080/tcp");
    assertFalse(plan(desired(allow)).isObstructed());

    firewalld.reset(
        "<zone><rule priority='9'><reject/></rule>"
            + "<forward-port port='81' protocol='tcp' to-port='80'/></zone>");
    firewalld.run("--permanent", "--zone=drop", "--add-source=192.0.2.0/24");
    firewalld.run("--reload");
    assertObstructed(allow, "zone drop keeps 192.0.2.0/24 out, and web/a would let it in");
    assertObstructed(allow, "zone public refuses everything before");
    Plan other = plan(desired("- {name: a, action: block, ports: 80, remote: 198.51.100.1}"));
    assertFalse(other.isObstructed(), () -> other.notices().toString());
    assertTrue(other.notices().toString().contains("lets that pass before any block"));
  }

  private static void assertObstructed(String rule, String why)
      throws IOException, InterruptedException {
    Plan plan = plan(desired(rule));
    assertTrue(plan.isObstructed(), rule);
    assertTrue(
        plan.notices().stream()
            .filter(Diagnostic::isError)
            .anyMatch(notice -> notice.message().contains(why)),
        () -> plan.notices().toString());
  }
}
