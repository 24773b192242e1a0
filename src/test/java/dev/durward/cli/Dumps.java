package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts that stand in dumps.
 *
 * @param folder where the dumps are written
 */
public record Dumps(Path folder) {
  public String file(String text) throws IOException {
    return Files.writeString(folder.resolve("dump" + text.hashCode()), text).toString();
  }

  /** What {@code explain} says of one, which it can. */
  public Run explain(String dump, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(words));
    all.addAll(List.of("--from", file(dump)));
    Run run = new Run.Setting().unprivileged().run(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return run;
  }
}
