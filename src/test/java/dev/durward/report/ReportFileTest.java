package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void replacesAReportAndLeavesNothingElse() throws IOException {
    ReportFile file = new ReportFile(folder.resolve("x.prom"));
    assertEquals("", file.former());
    file.write("one\n");
    // Whoever has the former report open reads on in it: the new one is another file.
    Path former = Files.createLink(folder.resolve("former"), file.path());
    file.write("two\n");
    assertEquals("two\n", file.former());
    assertEquals("one\n", Files.readString(former));
    assertEquals(List.of("former", "x.prom"), names());
  }

  @Test
  void mayBeReadByACollectorThatIsNotRoot() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "");
    PosixFileAttributeView posix = Files.getFileAttributeView(other, PosixFileAttributeView.class);
    assumeTrue(posix != null, "this file system has no permissions");
    Path file = folder.resolve("x.prom");
    new ReportFile(file).write("one\n");
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    assertTrue(Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_READ));
  }

  @Test
  void followsNoLink() throws IOException {
    Path file = Files.writeString(folder.resolve("x.prom"), "one\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThrows(IOException.class, () -> new ReportFile(link).write("two\n"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("one\n", Files.readString(file));
  }

  /** With a pipe of its own: were it broken, root would lose a device of the machine. */
  @Test
  void writesToWhatIsNoFileInsteadOfReplacingIt() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    } catch (IOException e) {
      made = null;
    }
    assumeTrue(made != null && made.waitFor() == 0, "there is no mkfifo: pipes are not tried");
    assertEquals("", new ReportFile(pipe).former());
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                return e.toString();
              }
            });
    new ReportFile(pipe).write("two\n");
    assertFalse(Files.isRegularFile(pipe), "it was replaced");
    assertEquals("two\n", read.get(10, TimeUnit.SECONDS));
  }

  @Test
  void leavesNothingWhereItFails() throws IOException {
    Path missing = folder.resolve("missing").resolve("x.xml");
    assertThrows(NoSuchFileException.class, () -> new ReportFile(missing).write("x"));
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThrows(IOException.class, () -> new ReportFile(taken).write("x"));
    assertEquals(List.of("taken"), names());
  }
}
