package dev.durward.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that a report is written to. Whoever reads it finds the former report or the new one,
 * whole.
 *
 * @param path where it is
 */
public record ReportFile(Path path) {
  /** What stands there; nothing if there is no such file. */
  public String former() throws IOException {
    try {
      // A pipe or a terminal holds nothing, and might never end.
      return isRegular() ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8) : "";
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * Puts a report into its place. A symbolic link is not followed, for whoever made it would choose
   * what root writes over; but for the system's own, such as /dev/stdout.
   */
  public void write(String report) throws IOException {
    if (Files.isSymbolicLink(path) && !path.toAbsolutePath().startsWith("/dev")) {
      throw new IOException(
          path + " is a symbolic link, which no report is written through: name the file itself");
    }
    if (Files.exists(path) && !isRegular()) {
      Files.writeString(path, report); // /dev/stdout is written to, never replaced
      return;
    }
    Path place = path.toAbsolutePath();
    // A name that no collector of *.prom files takes; not one of createTempFile, which only the
    // owner may read.
    Path draft = place.resolveSibling("." + place.getFileName() + "." + pid() + ".tmp");
    try {
      Files.writeString(draft, report, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private boolean isRegular() {
    return Files.isRegularFile(path);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
