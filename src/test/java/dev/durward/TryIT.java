package dev.durward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.host.Capabilities;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The stranger's first ten minutes, without the build. */
class TryIT {
  @Test
  void tryRunsTheWholeMainJob() throws Exception {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: platform-scripts/try needs root for its network namespace");
    String script = Path.of("platform-scripts/try").toAbsolutePath().toString();
    CommandResult result = new ProcessRunner().run(Command.of(script, "--skip-build", "--yes"));
    assertEquals(0, result.exit(), result.text() + result.error());
    assertTrue(result.text().contains("No difference"), result.text());
    result.text().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }
}
