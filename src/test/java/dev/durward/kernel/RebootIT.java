package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.CommandResult;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.platform.persistence.Choice;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reboot, simulated: every table is flushed, others restore what is theirs, and the command of
 * Durward's unit is run. It puts back exactly Durward's own rules, and nobody else's are touched.
 */
class RebootIT {
  private static final String RULES =
      """
      version: 1
      policy: web-server
      rules:
        - {name: web, protocol: [tcp, udp], ports: [80, 443]}
        - {name: console, ports: 8443, remote: [10.77.0.12, 'fd77::12']}
        - {name: updates, direction: out, ports: 443}
        - {name: no telnet, action: block, ports: 23}
        - {name: no mail, action: reject, ports: 25, linux: {log: true}}
        - {name: "a \\\\ $(id) `id` % é ! # -j DROP", ports: 4444, linux: {interfaces: eth+}}
      """;

  @TempDir private Path folder;

  static Stream<Arguments> hosts() {
    return Stream.of("nft", "legacy")
        .flatMap(variant -> TypicalHost.ALL.stream().map(host -> Arguments.of(host, variant)));
  }

  private static void assertBooted(CommandResult boot) {
    assertEquals(0, boot.exit(), boot.error());
    assertEquals("", boot.error());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("hosts")
  void comesBackAsItWasBesideWhatOthersRestoredBefore(TypicalHost host, String variant)
      throws Exception {
    try (Lab lab = Lab.create(variant)) {
      BootFolder system = new BootFolder(lab, folder);
      system.flush();
      TypicalHost.settle(host.name(), lab);
      Doorward durward = new Doorward(lab);
      Map<Family, List<String>> others = durward.saved();
      durward.apply(RULES);
      Map<Family, List<String>> before = durward.saved();
      system.keep(Choice.UNIT);
      assertTrue(system.survival().same(), system.survival().words());

      system.flush();
      TypicalHost.settle(host.name(), lab);
      assertEquals(others, durward.saved());
      assertBooted(system.boot());
      assertEquals(before, durward.saved());
      assertTrue(durward.plan(RULES).isEmpty());
      assertBooted(system.boot());
      assertEquals(before, durward.saved(), "run twice");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatOthersAddAfterwardsStaysAndThePortsAreOpenAgain(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      BootFolder system = new BootFolder(lab, folder);
      lab.listen(80, 23);
      TypicalHost.settle("fail2ban", lab);
      Doorward durward = new Doorward(lab);
      durward.apply(RULES);
      system.keep(Choice.UNIT);
      Sights sights =
          new Sights()
              .in(0, 80, Sights.OPEN)
              .in(0, 23, Sights.SILENT)
              .in(2, 80, Sights.SHUT)
              .in(0, 9999, Sights.SHUT);
      sights.check(lab, "before");

      system.flush();
      assertBooted(system.boot());
      for (Family family : Family.values()) {
        lab.append(family, TypicalHost.dump("fail2ban", family));
      }
      Map<Family, List<String>> others = durward.foreign();
      // The services that add behind a boot do so in INPUT; the unit run again puts that right.
      assertBooted(system.boot());
      assertEquals(others, durward.foreign());
      assertTrue(durward.plan(RULES).isEmpty());
      sights.check(lab, "after");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatAnOlderSaveOfAllRulesBringsBackIsPutRight(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      BootFolder system = new BootFolder(lab, folder);
      lab.loadRejecting();
      Doorward durward = new Doorward(lab);
      durward.apply(RULES);
      durward.apply("version: 1\npolicy: gone\nrules: [{name: smtp, ports: 25}]\n");
      String stale4 = lab.onHost(lab.program(Family.IPV4) + "-save");
      String stale6 = lab.onHost(lab.program(Family.IPV6) + "-save");
      durward.remove("gone");
      durward.apply(RULES.replace("ports: 23", "ports: 24"));
      Map<Family, List<String>> before = durward.saved();
      system.keep(Choice.UNIT);

      system.flush();
      lab.restore(Family.IPV4, stale4);
      lab.restore(Family.IPV6, stale6);
      assertBooted(system.boot());
      assertEquals(managed(before), managed(durward.saved()));
      assertTrue(durward.plan(RULES.replace("ports: 23", "ports: 24")).isEmpty());
    }
  }

  /** Durward's own lines, each family's chains by themselves. */
  private static List<String> managed(Map<Family, List<String>> saved) {
    return saved.values().stream()
        .flatMap(List::stream)
        .filter(line -> line.startsWith("-A DURWARD-"))
        .sorted(Comparator.comparing((String line) -> line.substring(0, line.indexOf(' ', 3))))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void generatedPoliciesComeBackAsTheyWere(String variant) throws Exception {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("rules kept for the next boot, " + variant + ": -Ddurward.seed=" + seed);
    GeneratedRules generated = new GeneratedRules(seed);
    try (Lab lab = Lab.create(variant)) {
      BootFolder system = new BootFolder(lab, folder);
      Doorward durward = new Doorward(lab);
      system.flush();
      for (int i = 0; i < 12; i++) {
        String policy = i % 3 == 0 ? "mail" : "web";
        RuleSet rules = i == 11 ? new RuleSet(policy, List.of()) : generated.whole(policy);
        durward.apply(rules);
        Map<Family, List<String>> before = durward.saved();
        system.keep(Choice.UNIT);
        system.flush();
        assertBooted(system.boot());
        assertEquals(before, durward.saved(), "seed " + seed + ", " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void inDoubtNothingIsOpenedThatOthersShutAndThatIsSaid(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      BootFolder system = new BootFolder(lab, folder);
      TypicalHost.settle("per-protocol", lab);
      Doorward durward = new Doorward(lab);
      durward.apply(RULES);
      system.keep(Choice.UNIT);
      system.flush();
      TypicalHost.settle("chain-by-jump", lab);
      CommandResult boot = system.boot();
      assertEquals(1, boot.exit());
      assertTrue(boot.error().contains("come last there and may stay shut"), boot.error());
      List<String> input =
          lab.saved(Family.IPV4).stream().filter(line -> line.startsWith("-A INPUT")).toList();
      assertTrue(input.get(input.size() - 1).endsWith("-j DURWARD-IN-ALLOW"), input.toString());
      assertTrue(input.get(0).endsWith("-j DURWARD-IN-BLOCK"), input.toString());
    }
  }
}
