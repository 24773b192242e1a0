package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Death;
import dev.durward.apply.Mishap.Kind;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 9, whole or not at all: every command and every file operation of a change fails in turn, in
 * each way in which it can, or is the last thing that the process does.
 */
class MishapIT {
  private static final String FIRST =
      "- {name: web, ports: [80, 443]}\n- {name: telnet, ports: 23, action: block}\n";
  private static final String SECOND =
      "- {name: web, ports: [80, 443, 8443]}\n- {name: smtp, direction: out, ports: 25, action: block}\n";

  @TempDir private Path folder;

  private String file(String name, String rules) throws IOException {
    String text = "version: 1\npolicy: web\nrules:\n" + rules;
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void theHostIsAsBeforeOrAsWanted(String variant) throws Exception {
    String first = file("first.yaml", FIRST);
    String second = file("second.yaml", SECOND);
    Tally tally = new Tally();
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      Path runtime = folder.resolve("run");
      Stage comes = Stage.set(lab, variant, runtime, "apply", first, "--yes");
      all(comes, tally);
      comes.reset();
      comes.run(new ProcessRunner(), new LocalDisk());
      Stage changes = Stage.set(lab, variant, runtime, "apply", second, "--yes");
      all(changes, tally);
      Stage goes = Stage.set(lab, variant, runtime, "remove", second, "--yes");
      all(goes, tally);
    }
    System.out.println(variant + ": " + tally);
    assertTrue(tally.points() > 150, tally.toString());
  }

  private static void all(Stage stage, Tally tally) throws Exception {
    Mishap none = stage.watched();
    for (Kind kind : Kind.values()) {
      // What only looks can but fail.
      List<Integer> numbers =
          switch (kind) {
            case FAILS -> none.all();
            case CANT_START -> none.commands();
            case WORKS_AND_FAILS, DIES_BEFORE, DIES_AFTER -> none.changes();
          };
      for (int at : numbers) {
        point(stage, Mishap.of(kind, at), kind, tally);
      }
    }
  }

  private static void point(Stage stage, Mishap mishap, Kind kind, Tally tally) throws Exception {
    stage.reset();
    boolean died = false;
    try {
      Run run = stage.run(mishap.over(new ProcessRunner()), mishap.over(new LocalDisk()));
      stage.isAsSaid(run, mishap.what());
    } catch (Death e) {
      died = true;
    } catch (IllegalStateException e) {
      assertTrue(e.getCause() instanceof Death, e.toString());
      died = true;
    }
    tally.count(kind, died, stage.isMendedByTheNext(mishap.what()));
  }

  /** What was tried. */
  private static final class Tally {
    private final Map<Kind, Integer> points = new EnumMap<>(Kind.class);
    private int made;
    private int died;

    void count(Kind kind, boolean isDead, boolean isMade) {
      points.merge(kind, 1, Integer::sum);
      made += isMade ? 1 : 0;
      died += isDead ? 1 : 0;
    }

    int points() {
      return points.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
      return points()
          + " points of mishap "
          + points
          + ", "
          + died
          + " of them deaths; the host "
          + made
          + " times as wanted, else as before";
    }
  }
}
