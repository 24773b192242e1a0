package dev.durward.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.platform.host.AccessList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user of Windows is told of a file that others can write, by descriptors of Windows. */
class WindowsWritersTest {
  private static final String ANNA = "S-1-5-21-1-2-3-1001";
  private static final String FINE = "O:BAD:(A;;FA;;;BA)(A;;FA;;;" + ANNA + ")(A;;FR;;;BU)";

  /** What a folder at the root of a disk gives to all. */
  private static final String MODIFIES = FINE + "(A;;0x1301bf;;;AU)";

  @TempDir private Path folder;
  private Path file;
  private final Map<Path, String> descriptors = new HashMap<>();
  private final ForeignWriters writers =
      new ForeignWriters(
          new WindowsWriters(
              ANNA,
              part -> AccessList.parse(descriptors.getOrDefault(part, FINE)),
              who -> who.equals("AU") ? "NT AUTHORITY\\Authenticated Users" : who));

  @BeforeEach
  void make() throws IOException {
    folder = folder.toRealPath();
    file = Files.writeString(folder.resolve("rules.yaml"), "version: 1\n");
  }

  private Optional<String> found(Path path) {
    return writers.find(path).map(ForeignWriters.Writer::words);
  }

  private Diagnostic only() {
    List<Diagnostic> findings = writers.check(List.of(file.toString()));
    assertEquals(1, findings.size());
    assertTrue(findings.get(0).isError());
    return findings.get(0);
  }

  @Test
  void whatOnlyAdministratorsAndTheUserWriteIsTaken() {
    assertEquals(List.of(), writers.check(List.of(file.toString())));
  }

  @Test
  void whoElseWritesTheFileIsNamedWithTheCommandThatEndsIt() {
    descriptors.put(file, MODIFIES);
    assertEquals(
        file + " is not to be relied on: NT AUTHORITY\\Authenticated Users can write it",
        only().message());
    assertEquals(
        "run `icacls \""
            + file
            + "\" /inheritance:r /remove:g \"NT AUTHORITY\\Authenticated Users\""
            + " /grant *S-1-5-32-544:F *S-1-5-18:F`, or add --insecure-file if that is as you"
            + " mean it",
        only().proposal().orElseThrow());
  }

  @Test
  void anotherOwnerIsReplaced() {
    descriptors.put(file, FINE.replace("O:BA", "O:AU"));
    assertTrue(only().message().endsWith(" Users can write it"), only().message());
    String remedy = only().proposal().orElseThrow();
    assertTrue(remedy.startsWith("run `icacls \"" + file + "\" /setowner *S-1-5-32-544`"), remedy);
  }

  /** Others may make files beside it, but not put one in its place. */
  @Test
  void aFolderOnTheWay() {
    descriptors.put(folder, MODIFIES.replace("0x1301bf", "0x1201bf"));
    assertEquals(Optional.empty(), found(file));
    descriptors.put(folder, MODIFIES);
    assertEquals(Optional.of("NT AUTHORITY\\Authenticated Users can write " + folder), found(file));
    String remedy = only().proposal().orElseThrow();
    assertTrue(remedy.startsWith("put it into a folder that only administrators"), remedy);
    assertTrue(remedy.contains(ForeignWriters.OVERRIDE), remedy);
  }

  @Test
  void aLinkAndWhatItLeadsTo() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path link = Files.createSymbolicLink(home.resolve("link.yaml"), file);
    Path way = Files.createSymbolicLink(home.resolve("way"), folder);
    assertEquals(Optional.empty(), found(link));
    descriptors.put(way, FINE + "(A;;0x2;;;BU)");
    assertEquals(Optional.of("BU can write " + way), found(way.resolve("rules.yaml")));
    descriptors.put(file, FINE + "(A;;FW;;;BU)");
    assertEquals(Optional.of("BU can write " + file), found(link));
  }

  @Test
  void whatWindowsDoesNotTellIsAnError() {
    ForeignWriters blind =
        new ForeignWriters(
            new WindowsWriters(
                ANNA,
                part -> {
                  throw new IOException(part + ": Access is denied.");
                },
                who -> who));
    Diagnostic finding = blind.check(List.of(file.toString())).get(0);
    assertTrue(finding.isError());
    assertEquals(
        file
            + " is not to be relied on: who can write it can't be told: "
            + file
            + ": Access is denied.",
        finding.message());
  }

  @Test
  void whatIsNoRegularFileIsNotAsked() {
    descriptors.put(folder, MODIFIES);
    assertEquals(List.of(), writers.check(List.of(folder.toString())));
  }
}
