package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

/**
 * The shells that watch over changes which wait to be confirmed.
 *
 * @param folder of the test whose they are
 */
record Watchdogs(Path folder) {
  static final long PATIENCE_NANOS = 60_000_000_000L;

  List<ProcessHandle> alive() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .filter(process -> process.info().commandLine().orElse("").contains("watch.sh"))
        .toList();
  }

  void awaitNone() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!alive().isEmpty()) {
      assertTrue(System.nanoTime() < deadline, "it still watches: " + alive());
    }
  }
}
