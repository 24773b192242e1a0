package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Rules of real hosts, in the folder that the environment variable DURWARD_CORPUS names: what
 * {@code iptables-save} printed, as {@code iptables/NAME.v4.rules} and {@code .v6.rules}.
 */
final class Corpus {
  private static final String VARIABLE = "DURWARD_CORPUS";

  private Corpus() {}

  /** Its files, by name; a test that asks is skipped where there is none. */
  static List<Path> files() throws IOException {
    String folder = System.getenv().getOrDefault(VARIABLE, "");
    if (folder.isEmpty()) {
      System.out.println("corpus: skipped, " + VARIABLE + " names no folder");
    }
    Assumptions.assumeFalse(folder.isEmpty(), VARIABLE + " is not set");
    try (Stream<Path> all = Files.list(Path.of(folder, "iptables"))) {
      List<Path> files = all.filter(file -> familyOrNull(file) != null).sorted().toList();
      assertTrue(files.size() > 0, "no dumps in " + folder);
      return files;
    }
  }

  /** The family that a file is of. */
  static Family family(Path file) {
    return Objects.requireNonNull(familyOrNull(file));
  }

  private static @Nullable Family familyOrNull(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".v4.rules")) {
      return Family.IPV4;
    }
    return name.endsWith(".v6.rules") ? Family.IPV6 : null;
  }
}
