package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap.Kind;
import dev.durward.cli.MortalApply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 9 with {@code kill -9}: the process is killed before and after each command that changes
 * rules and each file operation. {@link MishapIT} has the same within one process, of all kinds of
 * changes.
 */
class KilledApplyIT {
  private static final int KILLED = 128 + 9;

  @TempDir private Path folder;

  private String file(String name, String rules) throws IOException {
    String text = "version: 1\npolicy: web\nrules:\n" + rules;
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void theNextCommandBringsTheHostWhereItWasOrWhereItWasToBe() throws Exception {
    String first = file("first.yaml", "- {name: web, ports: [80, 443]}\n");
    String second = file("second.yaml", "- {name: web, ports: 443}\n- {name: more, ports: 25}\n");
    int killed = 0;
    int made = 0;
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      Path runtime = folder.resolve("run");
      Stage.set(lab, "nft", runtime, "apply", first, "--yes");
      Stage stage = Stage.set(lab, "nft", runtime, "apply", second, "--yes");
      List<Integer> numbers = stage.watched().changes();
      for (Kind kind : List.of(Kind.DIES_BEFORE, Kind.DIES_AFTER)) {
        for (int at : numbers) {
          stage.reset();
          assertEquals(KILLED, run(stage, kind, at), kind + " at " + at);
          made += stage.isMendedByTheNext(kind + " at " + at) ? 1 : 0;
          killed++;
        }
      }
    }
    System.out.printf("%d times killed by SIGKILL, the host %d times as wanted%n", killed, made);
    assertTrue(killed > 20 && made > 5, killed + " " + made);
  }

  private int run(Stage stage, Kind kind, int at) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MortalApply.class.getName(),
                kind.name(),
                Integer.toString(at),
                stage.variant(),
                stage.folder().toString()));
    line.addAll(stage.words());
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    Process process = stage.lab().host(builder::start);
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it neither ends nor dies");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }
}
