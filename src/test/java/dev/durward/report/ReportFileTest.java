package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
  void followsALink() throws IOException {
    Path file = Files.writeString(folder.resolve("x.prom"), "one\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    new ReportFile(link).write("two\n");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("two\n", Files.readString(file));
  }

  @Test
  void writesToADeviceInsteadOfReplacingIt() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "there is no /dev/null");
    Path link = Files.createSymbolicLink(folder.resolve("link"), device);
    new ReportFile(link).write("two\n");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("", new ReportFile(link).former());
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
