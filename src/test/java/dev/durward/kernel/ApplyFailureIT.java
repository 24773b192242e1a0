package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.ApplyResult;
import dev.durward.apply.ApplyResult.Broken;
import dev.durward.apply.ApplyResult.RolledBack;
import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import dev.durward.rulefile.WrittenRules;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 9, whole or not at all, and law 4, foreign rules, when something goes wrong on the way. */
class ApplyFailureIT {
  private static final ProcessRunner ROAD = new ProcessRunner();

  private static final RuleSet FIRST =
      WrittenRules.web(
              "- {name: '$(reboot) `id` \\ # -j ACCEPT', ports: 443}",
              "- {name: telnet, ports: 23, action: block}")
          .rules();

  private static final RuleSet SECOND =
      WrittenRules.web(
              "- {name: '$(reboot) `id` \\ # -j ACCEPT', ports: [443, 8443]}",
              "- {name: smtp, direction: out, ports: 25, action: reject, platforms: [linux]}")
          .rules();

  private static final Desired NOTHING = new Desired(Set.of("web"), List.of(), "removed");

  private static List<List<String>> saved(Lab lab) throws IOException, InterruptedException {
    return List.of(lab.saved(Family.IPV4), lab.saved(Family.IPV6));
  }

  /** From nothing, from one file to another, and to nothing. */
  private static List<List<RuleSet>> ways() {
    RuleSet none = new RuleSet("web", List.of());
    return List.of(List.of(none, FIRST), List.of(FIRST, SECOND), List.of(SECOND, none));
  }

  private static void secondFamilyFails(String variant, CommandRunner failure) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      for (List<RuleSet> way : ways()) {
        new Doorkeeper(lab).make(way.get(0));
        List<List<String>> before = saved(lab);
        Doorkeeper failing =
            new Doorkeeper(lab, new Detour(ROAD, Detour.restore(Family.IPV6), failure));
        Desired desired = failing.desired(way.get(1));
        ApplyResult result = failing.apply(failing.plan(desired), desired);
        assertInstanceOf(RolledBack.class, result, result.toString());
        assertEquals(before, saved(lab), "as before");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void takesTheFirstFamilyBackWhenTheSecondIsRefused(String variant) throws Exception {
    secondFamilyFails(variant, command -> Detour.failed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void takesTheFirstFamilyBackWhenTheSecondCantBeStarted(String variant) throws Exception {
    secondFamilyFails(
        variant,
        command -> {
          throw new IOException("no such program");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void takesBothFamiliesBackWhenSomebodyElseHasChangedTheSecond(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      new Doorkeeper(lab).make(FIRST);
      List<List<String>> before = saved(lab);
      String chain = "DURWARD-IN-BLOCK";
      CommandRunner late =
          command -> {
            ROAD.run(Command.of(lab.program(Family.IPV6), "-D", chain, "2"));
            return ROAD.run(command);
          };
      Doorkeeper other = new Doorkeeper(lab, new Detour(ROAD, Detour.restore(Family.IPV6), late));
      Desired desired = other.desired(SECOND);
      ApplyResult result = other.apply(other.plan(desired), desired);
      assertInstanceOf(RolledBack.class, result, result.toString());
      assertEquals(before, saved(lab), "with the rule that was taken away meanwhile");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void saysHowToPutItBackWhenThatFailsToo(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      for (List<RuleSet> way : ways()) {
        new Doorkeeper(lab).make(way.get(0));
        List<List<String>> before = saved(lab);
        AtomicInteger restores = new AtomicInteger();
        Detour failing =
            new Detour(
                ROAD,
                command ->
                    Detour.restore(Family.IPV4).or(Detour.restore(Family.IPV6)).test(command)
                        && restores.getAndIncrement() > 0,
                command -> Detour.failed());
        Doorkeeper doorkeeper = new Doorkeeper(lab, failing);
        Desired desired = doorkeeper.desired(way.get(1));
        ApplyResult result = doorkeeper.apply(doorkeeper.plan(desired), desired);
        Broken broken = assertInstanceOf(Broken.class, result, result.toString());
        assertFalse(before.equals(saved(lab)), "half changed");
        assertEquals(1, broken.wayBack().size());
        for (Command command : broken.wayBack()) {
          String text = Script.shell(command);
          assertEquals(
              0, lab.host(() -> ROAD.run(Command.of("/bin/sh", "-e").withInput(text))).exit());
        }
        assertEquals(before, saved(lab), "put back by hand");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void foreignRulesThatComeMeanwhileAreNeverLost(String variant) throws Exception {
    int applied = 0;
    int rolledBack = 0;
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      for (List<RuleSet> way : ways()) {
        for (String chain : List.of("INPUT", "OUTPUT", "DURWARD-IN-BLOCK", "DURWARD-IN-ALLOW")) {
          boolean fits = true;
          for (int position = 1; fits; position++) {
            new Doorkeeper(lab).make(way.get(0));
            Doorkeeper doorkeeper = new Doorkeeper(lab);
            Desired desired = doorkeeper.desired(way.get(1));
            Plan plan = doorkeeper.plan(desired);
            fits = lab.tried(lab.program(Family.IPV6), insert(chain, position));
            if (fits) {
              List<List<String>> before = saved(lab);
              ApplyResult result = doorkeeper.apply(plan, desired);
              assertEquals(foreign(before), foreign(saved(lab)), chain + position + result);
              if (result instanceof RolledBack) {
                assertEquals(before, saved(lab));
                rolledBack++;
              } else {
                assertInstanceOf(ApplyResult.Applied.class, result, result.toString());
                applied++;
              }
              lab.onHost(lab.program(Family.IPV6), "-D", chain, "-j", "LOG");
            }
            new Doorkeeper(lab).make(NOTHING);
          }
        }
      }
    }
    System.out.printf(
        "foreign rules between plan and apply, %s: %d applied, %d rolled back, none lost%n",
        variant, applied, rolledBack);
    assertTrue(applied > 0 && rolledBack > 0);
  }

  private static String[] insert(String chain, int position) {
    return new String[] {"-I", chain, Integer.toString(position), "-j", "LOG"};
  }

  private static List<String> foreign(List<List<String>> saved) {
    return saved.stream()
        .flatMap(List::stream)
        .filter(line -> line.startsWith("-A") && !line.contains("\"durward"))
        .filter(line -> !line.contains("-j DURWARD"))
        .toList();
  }
}
