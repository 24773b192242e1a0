package dev.durward.cli.policy;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who besides the administrators and the user can change what a rule file says: by its own
 * permissions, by those of a folder on its path, or by a link there. Whoever can, decides what root
 * does.
 */
public record ForeignWriters(Judge judge) {
  /** The option that lets them. */
  public static final String OVERRIDE = "--insecure-file";

  /**
   * Somebody else who can write.
   *
   * @param words who can write what
   * @param remedy what the user can do about it
   */
  record Writer(String words, String remedy) {}

  /** Knows what a platform's permissions let others do. */
  interface Judge {
    /**
     * Somebody else who can change one file or folder, or put another one in the place of what a
     * folder holds. A link is judged as it stands, not what it leads to.
     *
     * @param isFile whether it is what the user has named
     * @throws IOException if it can't be told
     */
    Optional<Writer> writer(Path part, boolean isFile) throws IOException;
  }

  /** Judges for the user of this process, and on Linux the one who called it through sudo(8). */
  public static ForeignWriters ofProcess(Map<String, String> environment) {
    boolean isUnix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return new ForeignWriters(
        isUnix ? UnixWriters.ofProcess(environment) : WindowsWriters.ofProcess());
  }

  /** An error for each file that others can write. */
  List<Diagnostic> check(List<String> files) {
    List<Diagnostic> findings = new ArrayList<>();
    for (String file : files) {
      Path path = Path.of(file);
      // A pipe is written by whoever has started this.
      if (Files.isRegularFile(path)) {
        find(path)
            .map(
                writer ->
                    new Diagnostic(
                        Severity.ERROR,
                        Optional.empty(),
                        file + " is not to be relied on: " + writer.words(),
                        Optional.of(
                            writer.remedy()
                                + ", or add "
                                + OVERRIDE
                                + " if that is as you mean it")))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  /** The first on the way; empty if nobody. */
  Optional<Writer> find(Path file) {
    try {
      Set<Path> way = new LinkedHashSet<>();
      addWay(file.toAbsolutePath(), way);
      addWay(file.toRealPath(), way);
      for (Path part : way) {
        Optional<Writer> writer = judge.writer(part, part.equals(file.toAbsolutePath()));
        if (writer.isPresent()) {
          return writer;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new Writer(
              "who can write it can't be told: " + e.getMessage(),
              "put it where that can be told"));
    }
  }

  private static void addWay(Path file, Set<Path> way) {
    for (Path part = file; part != null; part = part.getParent()) {
      way.add(part);
    }
  }
}
