package dev.durward.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.CommandResult;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else schtasks may come to than {@code WindowsMachine} has it. */
class WindowsWatchdogTest {
  @TempDir private Path folder;

  /** As under Wine, whose schtasks does nothing and ends with 0. */
  @Test
  void successIsNotBelievedWithoutASign() {
    List<String> verbs = new ArrayList<>();
    WindowsWatchdog watchdog =
        new WindowsWatchdog(
            command -> {
              verbs.add(command.arguments().get(1));
              return new CommandResult(0, new byte[0], "", false);
            },
            "C:\\Windows",
            Duration.ZERO);
    Confirmation confirmation = new Confirmation(new Journal(folder, new LocalDisk()), 3);
    IOException said = assertThrows(IOException.class, () -> watchdog.start(confirmation, 60));
    assertTrue(said.toString().contains("did not begin within 0 s"), said.toString());
    assertEquals(List.of("/create", "/run", "/end", "/delete"), verbs);
  }
}
