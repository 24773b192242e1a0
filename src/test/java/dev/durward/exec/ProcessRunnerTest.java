package dev.durward.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that begin before it is their turn. */
class ProcessRunnerTest {
  /** More than what a buffer on the way keeps back until there is more. */
  private static final String MOST = "a line of many\n".repeat(4_000);

  private static final String TEXT = MOST + "last\n";

  private final ProcessRunner runner = new ProcessRunner();

  @TempDir private Path folder;

  /** Writes what it reads to a file, and says when it has ended by itself. */
  private Command writer(Path file) {
    return Command.of("/bin/sh", "-c", "cat >" + file + "; echo ended").withInput(TEXT);
  }

  @Test
  void aCommandThatIsFinishedHasReadItAll() throws Exception {
    Path file = folder.resolve("lines");
    Begun begun = runner.begin(writer(file));
    CommandResult result = begun.finish();
    assertTrue(result.succeeded(), result.complaint());
    assertEquals("ended\n", result.text());
    assertEquals(TEXT, Files.readString(file));
  }

  @Test
  void oneThatIsAbandonedLacksTheLastLine() throws Exception {
    Path file = folder.resolve("lines");
    runner.begin(writer(file)).abandon();
    assertEquals(MOST, Files.readString(file));
  }

  @Test
  void oneThatHasDiedMeanwhileSaysSo() throws Exception {
    Begun begun = runner.begin(Command.of("/bin/sh", "-c", "exit 3").withInput(TEXT));
    CommandResult result = begun.finish();
    assertFalse(result.succeeded());
    assertEquals(3, result.exit());
  }

  @Test
  void oneThatIsNotThereCannotBegin() {
    Command none = Command.of("/nowhere/program").withInput(TEXT);
    assertThrows(IOException.class, () -> runner.begin(none).finish());
  }
}
