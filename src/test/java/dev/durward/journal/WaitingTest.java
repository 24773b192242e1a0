package dev.durward.journal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final int HOUR = 3_600;

  /** Whatever the clock says: it may be set meanwhile. */
  @Test
  void onLinuxTheTimeSinceTheBootDecides() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/uptime")), "skipped: needs Linux");
    Waiting now = Waiting.begin(HOUR);
    for (Instant clock : new Instant[] {Instant.EPOCH, now.ends(), Instant.MAX}) {
      assertFalse(new Waiting(HOUR, now.boot(), now.until(), clock).isOver());
      assertTrue(new Waiting(HOUR, now.boot(), now.until() - 2L * HOUR, clock).isOver());
      assertTrue(new Waiting(HOUR, "another boot", now.until(), clock).isOver());
    }
  }

  @Test
  void onWindowsTheClockDoes() throws IOException {
    Waiting now = Waiting.beginByClock(HOUR);
    assertFalse(now.isOver());
    assertTrue(new Waiting(HOUR, "", now.until() - 2L * HOUR, now.ends()).isOver());
  }
}
