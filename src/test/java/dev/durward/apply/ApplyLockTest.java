package dev.durward.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApplyLockTest {
  @TempDir private Path temp;

  private Path folder() {
    return temp.resolve("durward");
  }

  private static FirewallException refused(Path folder) {
    return assertThrows(FirewallException.class, () -> ApplyLock.take(folder));
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            folder().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String said(Process process) throws IOException {
    return process.inputReader(StandardCharsets.UTF_8).readLine();
  }

  @Test
  void onlyOneHoldsItAndItsFolderIsForTheOwnerAlone() throws Exception {
    try (ApplyLock lock = ApplyLock.take(folder())) {
      assertNotNull(lock);
      assertEquals(Kind.BUSY, refused(folder()).kind());
      assertEquals(Kind.BUSY, refused(folder().resolve(".")).kind());
    }
    try (ApplyLock again = ApplyLock.take(folder())) {
      assertNotNull(again);
    }
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
  }

  @Test
  void aRefusedTakeDoesntLetGoOfTheLock() throws Exception {
    try (ApplyLock lock = ApplyLock.take(folder())) {
      assertNotNull(lock);
      assertEquals(Kind.BUSY, refused(folder()).kind());
      Process other = other();
      try {
        assertEquals("BUSY", said(other));
      } finally {
        other.destroyForcibly();
      }
    }
  }

  @Test
  void aKilledProcessHoldsItNoLonger() throws Exception {
    Process other = other();
    try {
      assertEquals("taken true", said(other));
      FirewallException busy = refused(folder());
      assertEquals(Kind.BUSY, busy.kind());
      assertTrue(
          String.valueOf(busy.getMessage()).contains("process " + other.pid()), busy.getMessage());
    } finally {
      other.destroyForcibly();
    }
    assertTrue(other.waitFor(30, TimeUnit.SECONDS));
    try (ApplyLock lock = ApplyLock.take(folder())) {
      assertNotNull(lock);
    }
  }

  @Test
  void aLinkInItsPlaceIsNotFollowed() throws Exception {
    Files.createDirectory(folder());
    Path target = Files.writeString(temp.resolve("precious"), "content");
    Files.createSymbolicLink(folder().resolve("lock"), target);
    assertEquals(Kind.NOT_PERMITTED, refused(folder()).kind());
    assertEquals("content", Files.readString(target));
  }
}
