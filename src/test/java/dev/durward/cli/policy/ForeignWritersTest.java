package dev.durward.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durward.cli.Run;
import dev.durward.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can write a rule file, on a real file system. Needs root, to give files to others. */
class ForeignWritersTest {
  private static final int DAEMON = 1;
  private static final int NOBODY_KNOWN = 54_321;

  private final ForeignWriters writers = ForeignWriters.ofProcess(Map.of());

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    assumeTrue(writers.judge().equals(new UnixWriters(Set.of(0))), "needs root");
    file = Files.writeString(folder.resolve("rules.yaml"), "version: 1\n");
    set(file, "mode", 0644);
  }

  private static void set(Path path, String name, int value) throws IOException {
    Files.setAttribute(path, "unix:" + name, value, LinkOption.NOFOLLOW_LINKS);
  }

  private Optional<String> found(Path path) {
    return found(writers, path);
  }

  private static Optional<String> found(ForeignWriters judging, Path path) {
    return judging.find(path).map(ForeignWriters.Writer::words);
  }

  @Test
  void aFileOfRootIsNobodyElses() {
    assertEquals(Optional.empty(), found(file));
  }

  @Test
  void permissionsOfOthers() throws IOException {
    set(file, "mode", 0646);
    assertEquals(Optional.of("everyone can write it"), found(file));
    set(file, "mode", 0664);
    assertEquals(Optional.empty(), found(file), "root's own group");
    set(file, "gid", DAEMON);
    assertEquals(Optional.of("the group daemon can write it"), found(file));
  }

  @Test
  void anotherOwner() throws IOException {
    set(file, "uid", DAEMON);
    assertEquals(Optional.of("it belongs to daemon"), found(file));
    set(file, "uid", NOBODY_KNOWN);
    assertEquals(Optional.of("it belongs to " + NOBODY_KNOWN), found(file));
    ForeignWriters sudo = ForeignWriters.ofProcess(Map.of("SUDO_UID", "" + NOBODY_KNOWN));
    assertEquals(Optional.empty(), found(sudo, file), "who calls sudo is root anyhow");
    set(file, "gid", NOBODY_KNOWN);
    set(file, "mode", 0664);
    assertEquals(Optional.empty(), found(sudo, file), "a group of his own");
  }

  @Test
  void aFolderOnTheWay() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Path deep = Files.createDirectory(shared.resolve("deep"));
    Path inside = Files.copy(file, deep.resolve("rules.yaml"));
    set(shared, "mode", 0777);
    assertEquals(Optional.of("everyone can write " + shared), found(inside));
    set(shared, "mode", 01777);
    assertEquals(Optional.empty(), found(inside), "like /tmp");
    set(deep, "uid", DAEMON);
    assertEquals(Optional.of(deep + " belongs to daemon"), found(inside));
  }

  @Test
  void aLinkAndWhatItLeadsTo() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path link = Files.createSymbolicLink(home.resolve("link.yaml"), file);
    assertEquals(Optional.empty(), found(link));
    set(file, "mode", 0666);
    assertEquals(Optional.of("everyone can write " + file), found(link));
    set(file, "mode", 0644);
    set(link, "uid", DAEMON);
    assertEquals(Optional.of("it belongs to daemon"), found(link));
  }

  @Test
  void theUserIsToldWhatToDo() throws IOException {
    set(file, "mode", 0666);
    var findings = writers.check(List.of(file.toString(), "/dev/null"));
    assertEquals(1, findings.size());
    assertTrue(findings.get(0).isError());
    assertEquals(
        file + " is not to be relied on: everyone can write it", findings.get(0).message());
    assertTrue(findings.get(0).proposal().orElseThrow().contains(ForeignWriters.OVERRIDE));
  }

  @Test
  void applyRefusesThemBeforeItLooksAtTheHost() throws IOException {
    set(file, "mode", 0666);
    Files.writeString(file, "version: 1\npolicy: web\nrules: [{name: web, ports: 443}]\n");
    for (String command : List.of("apply", "remove")) {
      Run refused = new Run.Setting().run(command, "--yes", file.toString());
      assertEquals(ExitCode.UNUSABLE_FILE.code(), refused.code(), refused.err());
      assertTrue(refused.err().contains("everyone can write it"), refused.err());
    }
    Run taken =
        new Run.Setting().unprivileged().run("apply", "--yes", "--insecure-file", file.toString());
    assertEquals(ExitCode.IMPOSSIBLE_HERE.code(), taken.code(), taken.err());
  }
}
