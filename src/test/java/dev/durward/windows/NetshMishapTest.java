package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Death;
import dev.durward.apply.Mishap.Kind;
import dev.durward.apply.Recorder;
import dev.durward.apply.Recovery;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Cause;
import dev.durward.journal.Disk;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.kernel.GeneratedRules;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 9 on the model of netsh: each command and each file operation fails in turn, or is the last.
 */
class NetshMishapTest {
  private static final String FOREIGN =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Remote Desktop|";
  private static final Cause CAUSE =
      new Cause(Cause.Kind.APPLY, "tester", "netsh", List.of(), Optional.empty());
  private static final int SETS = 6;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final GeneratedRules generated = new GeneratedRules(seed);

  @TempDir private Path temp;
  private int points;
  private int deaths;
  private int made;

  private RuleSet ruleSet() {
    return GeneratedRules.portable(generated.whole("web"));
  }

  private static CommandRunner netsh(DefenderHost host) {
    Settings settings = Settings.of(Language.GERMAN);
    return new NetshRunner(new NetshModel(host.store(), settings), settings.codePage());
  }

  /** A change of one host, which begins anew each time. */
  private record Scene(RuleSet first, RuleSet second, Path folder) {
    DefenderHost begin() throws Exception {
      DefenderHost host = DefenderHost.loose().with("{1}", FOREIGN);
      host.make(first);
      return host;
    }

    Journal journal(Disk disk) {
      return new Journal(folder, disk);
    }

    ApplyResult apply(DefenderHost host, Mishap mishap) throws Exception {
      Desired desired = host.desired(second);
      Recorder recorder =
          new Recorder(
              journal(mishap.over(new LocalDisk())), CAUSE, Optional::empty, Optional.empty());
      return new Applier(host.backend(), mishap.over(netsh(host)), recorder)
          .apply(host.plan(desired), desired);
    }
  }

  @Test
  void theHostIsAsBeforeOrAsWanted() throws Exception {
    for (int set = 0; set < SETS; set++) {
      RuleSet none = new RuleSet("web", List.of());
      RuleSet rules = ruleSet();
      for (List<RuleSet> way :
          List.of(List.of(none, rules), List.of(rules, ruleSet()), List.of(rules, none))) {
        Path folder = temp.resolve(set + "." + points);
        Scene scene = new Scene(way.get(0), way.get(1), folder);
        Mishap never = Mishap.never();
        DefenderHost once = scene.begin();
        List<String> before = once.texts();
        assertInstanceOf(ApplyResult.Applied.class, scene.apply(once, never));
        List<String> after = once.texts();
        for (Kind kind : Kind.values()) {
          for (int at : never.all()) {
            point(scene, Mishap.of(kind, at), before, after);
          }
        }
      }
    }
    System.out.printf(
        "netsh: %d points of mishap, %d of them deaths; the host %d times as wanted, else as before"
            + "; -Ddurward.seed=%d%n",
        points, deaths, made, seed);
    assertTrue(points > 300 && made > 50, points + " " + made);
  }

  private void point(Scene scene, Mishap mishap, List<String> before, List<String> after)
      throws Exception {
    DefenderHost host = scene.begin();
    try {
      ApplyResult result = scene.apply(host, mishap);
      assertEquals(
          result instanceof ApplyResult.Applied ? after : before, host.texts(), said(mishap));
    } catch (Death e) {
      deaths++;
    }
    points++;
    Journal journal = scene.journal(new LocalDisk());
    for (int id : journal.unfinished()) {
      new Recovery(journal, host.backend(), netsh(host)).of(journal.record(id));
    }
    assertEquals(List.of(), journal.unfinished(), said(mishap));
    boolean isMade = host.texts().equals(after);
    assertTrue(isMade || host.texts().equals(before), said(mishap));
    made += isMade ? 1 : 0;
    assertEquals(Map.of("{1}", FOREIGN).get("{1}"), host.store().values().get("{1}"));
    try (var files = Files.exists(scene.folder()) ? Files.list(scene.folder()) : null) {
      for (Path file : files == null ? List.<Path>of() : files.toList()) {
        Files.delete(file);
      }
    }
    Files.deleteIfExists(scene.folder());
  }

  private String said(Mishap mishap) {
    return mishap.what() + ", seed " + seed;
  }
}
