package dev.durward.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Main;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.rulefile.RuleFile.Usable;
import dev.durward.rulefile.RuleFileParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of ten thousand rules is one command a family, and no more memory than a small host has.
 */
@Timeout(300)
class TenThousandRulesIT {
  private static final int RULES = 10_000;
  private static final String HEAP = "-Xmx192m";

  @TempDir private Path temp;

  private static byte[] file() {
    StringBuilder text = new StringBuilder("version: 1\npolicy: many\nrules:\n");
    for (int i = 0; i < RULES; i++) {
      text.append("- {name: rule ").append(i).append(", ports: ").append(1 + i % 60_000);
      text.append(", remote: [10.").append(i >> 8).append('.').append(i & 255).append(".0/24, ");
      text.append("fd00:").append(Integer.toHexString(i)).append("::/32]");
      text.append(i % 2 == 0 ? ", action: block}\n" : "}\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  private static RuleSet rules() {
    return assertInstanceOf(Usable.class, RuleFileParser.parse("many.yaml", file())).rules();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void oneCommandAFamily(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      List<List<String>> before = List.of(lab.saved(Family.IPV4), lab.saved(Family.IPV6));
      List<String> restores = new ArrayList<>();
      ProcessRunner road = new ProcessRunner();
      Detour counting =
          new Detour(
              road,
              Detour.restore(Family.IPV4).or(Detour.restore(Family.IPV6)),
              command -> {
                restores.add(command.arguments().get(0));
                return road.run(command);
              });
      List<String> one =
          List.of(lab.program(Family.IPV4) + "-restore", lab.program(Family.IPV6) + "-restore");
      Doorkeeper doorkeeper = new Doorkeeper(lab, counting);
      Desired desired = doorkeeper.desired(rules());
      doorkeeper.make(desired);
      assertEquals(one, restores);
      for (Family family : Family.values()) {
        long lines =
            lab.saved(family).stream().filter(line -> line.contains("\"durward:many/")).count();
        assertEquals(RULES / 2 + RULES / 2 * 2, lines, "a block is one line, an allow two");
      }
      restores.clear();
      doorkeeper.make(desired);
      assertEquals(List.of(), restores, "nothing to do");
      doorkeeper.remove("many");
      assertEquals(one, restores);
      assertEquals(before, List.of(lab.saved(Family.IPV4), lab.saved(Family.IPV6)));
    }
  }

  /** The real program in a process of its own, in the lab's host. */
  @Test
  void aSmallHeapIsEnough() throws Exception {
    Path file = Files.write(temp.resolve("many.yaml"), file());
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      CommandResult applied = durward(lab, "apply", "--yes", file.toString());
      assertEquals(0, applied.exit(), applied.error());
      CommandResult planned = durward(lab, "plan", "--exit-code", file.toString());
      assertEquals(0, planned.exit(), planned.error());
      CommandResult removed = durward(lab, "remove", "--yes", "--policy", "many");
      assertEquals(0, removed.exit(), removed.error());
      assertTrue(lab.saved(Family.IPV4).stream().noneMatch(line -> line.contains("DURWARD")));
    }
  }

  private CommandResult durward(Lab lab, String... arguments) throws Exception {
    List<String> words = new ArrayList<>();
    words.add("/usr/bin/env");
    words.add("DURWARD_RUNTIME_DIR=" + temp.resolve("run"));
    words.add("DURWARD_STATE_DIR=" + temp.resolve("state"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add(HEAP);
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(Main.class.getName());
    words.addAll(List.of(arguments));
    Command command = new Command(words, Optional.empty(), Optional.empty(), Duration.ofMinutes(2));
    return lab.host(() -> new ProcessRunner().run(command));
  }
}
