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
import dev.durward.model.Family;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.rulefile.WrittenRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a host whose firewall ufw runs, and what can't be done there. */
class UfwHostIT {
  private static final ProcessRunner ROAD = new ProcessRunner();

  @TempDir private Path folder;

  private Lab lab;
  private Ufw ufw;

  @BeforeEach
  void open() throws Exception {
    lab = Lab.create("nft");
    ufw = Ufw.in(lab, "nft", Files.createDirectory(folder.resolve("etc")));
    ufw.run("allow", "22/tcp");
    ufw.run("--force", "enable");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    Run.Setting setting =
        new Run.Setting()
            .runner(new ProcessRunner())
            .variant("-nft")
            .ufw(ufw.installation())
            .runtime(folder.resolve("runtime"));
    return lab.host(() -> setting.run(arguments));
  }

  private List<String> all() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(ufw.kept(Family.IPV4), ufw.kept(Family.IPV6)));
    for (Family family : Family.values()) {
      all.addAll(lab.saved(family));
    }
    return all;
  }

  private String rules(String... lines) throws IOException {
    String text = "version: 1\npolicy: web\nrules:\n  " + String.join("\n  ", lines) + "\n";
    return Files.writeString(folder.resolve("rules.yaml"), text).toString();
  }

  @Test
  void itIsDrivenByAllCommands() throws Exception {
    String file =
        rules("- {name: web, ports: [443, 8443]}", "- {name: old, action: block, ports: 22}");
    List<String> before = all();
    Run doctor = run("doctor");
    assertTrue(doctor.out().contains("ufw: it runs this host's firewall"), doctor.out());
    Run plan = run("plan", file, "--script", "--exit-code");
    assertEquals(2, plan.code(), plan.err());
    assertTrue(
        plan.out().contains("prepend deny in proto tcp from any to any port 22,22 comment"),
        plan.out());
    assertEquals(before, all(), "a plan changes nothing");

    Run applied = run("apply", file, "--yes");
    assertEquals(0, applied.code(), applied.err());
    assertTrue(ufw.numbered().contains("443,8443/tcp"), ufw.numbered());
    assertTrue(ufw.numbered().contains("# durward:web/web"), ufw.numbered());
    assertEquals(0, run("plan", file, "--exit-code").code());
    Run status = run("status", file, "--exit-code");
    assertEquals(0, status.code(), status.out());
    assertTrue(status.err().contains("kept by ufw"), status.err());
    Run verified = run("verify", file, "--listen");
    assertEquals(0, verified.code(), verified.out() + verified.err());
    assertTrue(verified.out().contains(" 0 failed, 0 untested"), verified.out());

    assertEquals(0, run("remove", file, "--yes").code());
    assertEquals(before, all());
  }

  @Test
  void theExamplesOpenTheirPorts() throws Exception {
    String[] files = {"config/web.yaml", "config/port-443.yaml", "config/https-alt-office.yaml"};
    List<String> words = new ArrayList<>(List.of(files));
    words.addAll(0, List.of("apply", "--yes"));
    Run applied = run(words.toArray(String[]::new));
    assertEquals(0, applied.code(), applied.err());
    Run verified = run("verify", files[0], files[1], files[2], "--listen");
    assertTrue(verified.out().contains(" 0 failed, 0 untested"), verified.out());
  }

  @Test
  void onePlatformForcedStaysTheOneThatIsDriven() throws Exception {
    String file = rules("- {name: web, ports: 443, linux: {limit: 10/second}}");
    Run refused = run("plan", file);
    assertEquals(4, refused.code(), refused.out());
    assertTrue(refused.err().contains("rules.yaml:4:"), refused.err());
    assertTrue(refused.err().contains("--platform iptables"), refused.err());

    Run forced = run("apply", file, "--yes", "--platform", "iptables");
    assertEquals(0, forced.code(), forced.err());
    assertEquals(0, run("plan", file, "--exit-code").code(), "its chains are there now");
    Run doctor = run("doctor");
    assertTrue(doctor.out().contains("chains of their own"), doctor.out());
    assertTrue(run("status", file).err().contains("rules are kept by iptables: ufw runs"));
    Run other = run("plan", rules("- {name: web, ports: 443}"), "--platform=ufw");
    assertTrue(other.err().contains("durward remove --platform iptables"), other.err());
    assertEquals(0, run("remove", file, "--yes").code());
    assertEquals(4, run("plan", rules("- {name: a, protocol: icmp}")).code(), "ufw again");
  }

  @Test
  void anInactiveOneIsNotDriven() throws Exception {
    ufw.run("disable");
    String file = rules("- {name: web, ports: 443, linux: {limit: 10/second}}");
    assertEquals(0, run("plan", file).code());
    Run asked = run("plan", file, "--platform", "ufw");
    assertEquals(5, asked.code(), asked.err());
    assertTrue(asked.err().contains("ufw enable"), asked.err());
    Run netsh = run("plan", file, "--platform", "netsh");
    assertEquals(5, netsh.code(), netsh.err());
    assertEquals(64, run("plan", file, "--platform", "pf").code());
  }

  private Plan plan(Desired desired) throws IOException, InterruptedException {
    return lab.host(
        () -> {
          try {
            return Planner.plan(desired, ufw.backend().snapshot());
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }

  private Desired desired(String... lines) {
    var rules = WrittenRules.web(lines).rules();
    return new Desired(Set.of("web"), ufw.backend().realize(rules, Doorward.DAY), "gone");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStepThatFailsIsTakenBackWhetherItDidItsWorkOrNot(boolean worked) throws Exception {
    new Doorward(lab, ufw.backend())
        .apply(WrittenRules.web("- {name: a, ports: 80}", "- {name: b, ports: 81}").rules());
    List<String> before = all();
    Desired desired =
        desired(
            "- {name: a, action: reject, ports: 80}",
            "- {name: c, ports: 443, families: ipv6}",
            "- {name: d, action: block, protocol: udp, ports: 53}");
    int steps = plan(desired).before().render(plan(desired)).steps().size();
    for (int failing : new int[] {0, steps / 2, steps - 1}) {
      int[] run = {0};
      CommandRunner failure =
          command -> {
            if (run[0]++ != failing) {
              return ROAD.run(command);
            }
            if (worked) {
              ROAD.run(command);
            }
            return Detour.failed();
          };
      Plan plan = plan(desired);
      ApplyResult result =
          lab.host(
              () ->
                  new Applier(
                          ufw.backend(),
                          new Detour(ROAD, UfwHostIT::isUfw, failure),
                          new Unwritten())
                      .apply(plan, desired));
      assertInstanceOf(RolledBack.class, result, failing + ": " + result);
      assertEquals(sorted(before), sorted(all()), "step " + failing + " of " + steps);
    }
  }

  private static boolean isUfw(Command command) {
    return command.arguments().get(0).endsWith("/program");
  }

  /** Durward's own allows may come back in another order, in which they mean the same. */
  private static List<String> sorted(List<String> texts) {
    return texts.stream().flatMap(String::lines).sorted().toList();
  }

  @Test
  void whatWouldNotHoldOrTakeAnothersPlaceStopsTheChange() throws Exception {
    ufw.run("allow", "from", "192.0.2.1");
    assertObstructed("- {name: a, protocol: any, remote: 192.0.2.1}", "would take the place of");
    assertObstructed(
        "- {name: a, action: block, protocol: udp, ports: 5353}",
        "before ufw's rules are asked, this lets some of its packets pass: -d 224.0.0.251/32");
    ufw.run("deny", "in", "on", "eth1");
    ufw.run("deny", "from", "192.0.2.7");
    assertObstructed(
        "- {name: a, ports: 80}", "would have to overtake: ufw deny in from 192.0.2.7");
    Plan free = plan(desired("- {name: a, ports: 80, remote: 192.0.2.8}"));
    assertFalse(free.isObstructed(), () -> free.notices().toString());
  }

  private void assertObstructed(String rule, String why) throws IOException, InterruptedException {
    Plan plan = plan(desired(rule));
    assertTrue(plan.isObstructed(), rule);
    assertTrue(
        plan.notices().stream().anyMatch(notice -> notice.message().contains(why)),
        () -> plan.notices().toString());
  }

  @Test
  void withoutIpv6ItKeepsRulesOfIpv4Alone() throws Exception {
    Path defaults = ufw.installation().defaults();
    Files.writeString(defaults, Files.readString(defaults).replace("IPV6=yes", "IPV6=no"));
    Plan both = plan(desired("- {name: a, ports: 80}"));
    assertTrue(both.notices().stream().anyMatch(Diagnostic::isError), both::toString);
    new Doorward(lab, ufw.backend())
        .apply(WrittenRules.web("- {name: a, ports: 80, families: ipv4}").rules());
    assertTrue(ufw.kept(Family.IPV4).contains("allow tcp 80"));
  }
}
