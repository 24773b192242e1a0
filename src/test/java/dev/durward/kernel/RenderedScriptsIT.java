package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.iptables.IptablesBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts for Linux, run on real hosts: they leave the very rules that {@code apply} leaves on a
 * host like it, or change nothing and say why.
 */
class RenderedScriptsIT {
  /** Hosts whose own rules leave a script in doubt; {@code apply} looks closer. */
  private static final Set<String> IN_DOUBT =
      Set.of(
          "chain-by-jump",
          "chain-by-goto",
          "per-protocol",
          "per-interface",
          "limited-reject",
          "in-parts");

  private static final String FIRST =
      """
      version: 1
      policy: web-server
      rules:
        - {name: web, protocol: [tcp, udp], ports: [80, 443]}
        - {name: old, ports: 9000-9010}
        - {name: updates, direction: out, ports: 443}
        - {name: no telnet, action: block, ports: 23}
        - {name: ping, protocol: icmp}
      """;

  private static final String SECOND =
      """
      version: 1
      policy: web-server
      rules:
        - {name: Port 443 rule, ports: [https, 444, 445]}
        - {name: web, protocol: [tcp, udp], ports: [80, 443]}
        - {name: console for the office, ports: 8443, remote: [10.77.0.12, 'fd77::12']}
        - {name: no mail, action: reject, ports: 25, linux: {log: true}}
        - {name: by root, direction: out, ports: 8443, linux: {user: root}}
        - {name: "a \\\\ $(id) `id` % é ! # -j DROP", ports: 4444, linux: {interfaces: eth+}}
      """;

  @TempDir private Path folder;

  static Stream<Arguments> hosts() {
    return Stream.of("nft", "legacy")
        .flatMap(variant -> TypicalHost.ALL.stream().map(host -> Arguments.of(host, variant)));
  }

  /** A folder with the programs of a variant under the names that scripts know them by. */
  private Path tools(String variant) throws Exception {
    Path tools = folder.resolve(variant);
    if (Files.notExists(tools)) {
      Files.createDirectory(tools);
      for (String program : List.of("iptables", "ip6tables")) {
        for (String part : List.of("", "-restore")) {
          executable(
              tools.resolve(program + part),
              "exec /usr/sbin/" + program + "-" + variant + part + " \"$@\"");
        }
      }
    }
    return tools;
  }

  private static void executable(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private String rendered(String yaml, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("rules.yaml"), yaml);
    List<String> words = new ArrayList<>(List.of("render", file.toString(), "--platform=linux"));
    words.addAll(List.of(options));
    Run run = Run.offline(words.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return run.out();
  }

  private CommandResult script(Lab lab, String variant, String script) throws Exception {
    Path file = Files.writeString(folder.resolve("script.sh"), script);
    String path = "PATH=" + tools(variant) + ":/usr/bin:/bin";
    Command command = Command.of("/usr/bin/env", "-i", path, "/bin/dash", file.toString());
    return lab.host(() -> run(command));
  }

  private static CommandResult run(Command command) throws IOException {
    try {
      return new ProcessRunner().run(command);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("hosts")
  void aShellScriptGivesWhatApplyGivesOrNothing(TypicalHost host, String variant) throws Exception {
    List<Map<Family, List<String>>> applied = new ArrayList<>();
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle(host.name(), lab);
      Doorward durward = new Doorward(lab);
      for (String rules : List.of(FIRST, SECOND)) {
        durward.apply(rules);
        applied.add(durward.saved());
      }
    }
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle(host.name(), lab);
      Doorward durward = new Doorward(lab);
      Map<Family, List<String>> before = durward.saved();
      int version = 0;
      for (String rules : List.of(FIRST, FIRST, SECOND, SECOND)) {
        CommandResult result = script(lab, variant, rendered(rules, "--format=sh"));
        if (IN_DOUBT.contains(host.name())) {
          assertEquals(5, result.exit(), result.error());
          assertTrue(result.error().contains("can not tell where"), result.error());
          assertTrue(result.error().contains("nothing was changed"), result.error());
          assertEquals(before, durward.saved());
        } else {
          assertEquals(0, result.exit(), result.error());
          assertEquals(applied.get(version / 2), durward.saved(), "run " + version);
          assertEquals(version % 2 == 1, result.text().contains("Nothing to do"));
          assertTrue(durward.plan(rules).isEmpty(), "apply has nothing to add");
        }
        version++;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void generatedPoliciesBesideEachOtherComeOutAsByApply(String variant) throws Exception {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("rendered shell scripts, " + variant + ": -Ddurward.seed=" + seed);
    GeneratedRules generated = new GeneratedRules(seed);
    try (Lab one = Lab.create(variant);
        Lab other = Lab.create(variant)) {
      for (Lab lab : List.of(one, other)) {
        lab.loadRejecting();
      }
      Doorward durward = new Doorward(one);
      Doorward looked = new Doorward(other);
      for (int i = 0; i < 16; i++) {
        String policy = i % 3 == 0 ? "mail" : "web";
        RuleSet rules = i % 8 == 7 ? new RuleSet(policy, List.of()) : generated.whole(policy);
        durward.apply(rules);
        var realized = IptablesBackend.offline().realize(rules, Doorward.DAY);
        String script =
            IptablesBackend.shellScript(List.of(new ScriptSource("x", rules, realized)));
        CommandResult result = script(other, variant, script);
        assertEquals(0, result.exit(), "seed " + seed + result.error());
        assertEquals(durward.saved(), looked.saved(), "seed " + seed + ", " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatIpv6RefusesIsTakenBackFromIpv4(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      Doorward durward = new Doorward(lab);
      for (String rules : List.of(FIRST, SECOND)) {
        Map<Family, List<String>> before = durward.saved();
        Path broken = tools(variant).resolve("ip6tables-restore");
        String whole = Files.readString(broken);
        executable(broken, "exit 3");
        CommandResult result = script(lab, variant, rendered(rules, "--format=sh"));
        assertEquals(3, result.exit(), result.error());
        assertTrue(result.error().contains("the host is as before"), result.error());
        assertEquals(before, durward.saved());
        Files.writeString(broken, whole);
        assertEquals(0, script(lab, variant, rendered(rules, "--format=sh")).exit());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void stopsWhereAnotherProgramWouldWipeItsRules(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.load(Family.IPV4, ":INPUT_ZONES - [0:0]", "-A INPUT -j INPUT_ZONES");
      List<String> before = lab.saved(Family.IPV4);
      CommandResult result = script(lab, variant, rendered(FIRST, "--format=sh"));
      assertEquals(5, result.exit());
      assertTrue(result.error().contains("INPUT_ZONES would wipe"), result.error());
      assertEquals(before, lab.saved(Family.IPV4));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("hosts")
  void aRestoreTextGivesWhatApplyGivesOnTheHostItIsFor(TypicalHost host, String variant)
      throws Exception {
    try (Lab lab = Lab.create(variant);
        Lab twin = Lab.create(variant)) {
      TypicalHost.settle(host.name(), lab);
      TypicalHost.settle(host.name(), twin);
      Doorward durward = new Doorward(lab);
      Doorward looked = new Doorward(twin);
      for (String rules : List.of(FIRST, SECOND)) {
        durward.apply(rules);
        Path ipv4 = Files.writeString(folder.resolve("v4"), dump(twin, Family.IPV4));
        Path ipv6 = Files.writeString(folder.resolve("v6"), dump(twin, Family.IPV6));
        for (Family family : Family.values()) {
          String text =
              rendered(
                  rules,
                  "--format=restore",
                  "--family=" + family.word(),
                  "--from=" + ipv4,
                  "--from6=" + ipv6);
          assertEquals(0, restore(twin, family, text).exit(), text);
        }
        assertEquals(durward.saved(), looked.saved());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aRestoreTextForAnUntouchedHostIsRefusedTwice(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      for (Family family : Family.values()) {
        String text = rendered(FIRST, "--format=restore", "--family=" + family.word());
        assertEquals(0, restore(lab, family, text).exit());
        List<String> once = lab.saved(family);
        assertTrue(restore(lab, family, text).exit() != 0);
        assertEquals(once, lab.saved(family));
      }
      assertTrue(new Doorward(lab).plan(FIRST).isEmpty());
    }
  }

  private static String dump(Lab lab, Family family) throws Exception {
    return lab.onHost(lab.program(family) + "-save");
  }

  private static CommandResult restore(Lab lab, Family family, String text) throws Exception {
    Command command =
        Command.of(lab.program(family) + "-restore", "--noflush", "-w", "10").withInput(text);
    return lab.host(() -> run(command));
  }
}
