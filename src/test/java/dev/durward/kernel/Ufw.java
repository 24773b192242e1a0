package dev.durward.kernel;

import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.platform.ufw.Installation;
import dev.durward.platform.ufw.UfwBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * ufw on a lab's host: the machine's own program with a configuration of its own. Each run has a
 * mount namespace to itself, in which copies lie over {@code /etc/ufw}, {@code /etc/default/ufw}
 * and {@code /run}, so that nothing of the machine's is changed.
 */
final class Ufw {
  private static final Path PROGRAM = Path.of("/usr/sbin/ufw");

  /** Makes ufw's iptables, which is the machine's choice, the lab's variant. */
  private static final String PRIVATE =
      """
      #!/bin/sh
      set -e
      folder='FOLDER' variant=VARIANT
      [ -n "$DURWARD_TEST_INSIDE" ] ||
        DURWARD_TEST_INSIDE=1 exec unshare --mount "$0" "$@"
      mount --bind "$folder/ufw" /etc/ufw
      mount --bind "$folder/default" /etc/default/ufw
      mount -t tmpfs none /run
      multi=$(readlink -f /usr/sbin/iptables)
      mount --bind "/usr/sbin/xtables-$variant-multi" "$multi"
      exec /usr/sbin/ufw "$@"
      """;

  private final Lab lab;
  private final Path folder;

  private Ufw(Lab lab, Path folder) {
    this.lab = lab;
    this.folder = folder;
  }

  /**
   * Copies the machine's configuration.
   *
   * @param folder an empty one, for the copies
   */
  static Ufw in(Lab lab, String variant, Path folder) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM), "skipped: needs " + PROGRAM + " (Debian's package ufw)");
    lab.onHost("/bin/cp", "-a", "/etc/ufw", folder.resolve("ufw").toString());
    String defaults =
        Files.readString(Path.of("/etc/default/ufw"))
            .replaceAll("(?m)^IPV6=.*", "IPV6=yes")
            // The kernel's settings are the lab's.
            .replaceAll("(?m)^IPT_SYSCTL=.*", "IPT_SYSCTL=");
    Files.writeString(folder.resolve("default"), defaults);
    Path program = folder.resolve("program");
    String script = PRIVATE.replace("FOLDER", folder.toString()).replace("VARIANT", variant);
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Ufw ufw = new Ufw(lab, folder);
    ufw.run("--force", "reset");
    return ufw;
  }

  /** Where it is, its program the one that has all this. */
  Installation installation() {
    return new Installation(
        folder.resolve("program"), folder.resolve("ufw"), folder.resolve("default"));
  }

  /** Durward's way to it. */
  UfwBackend backend() {
    return new UfwBackend(installation(), new ProcessRunner(), lab.backend());
  }

  /** What it keeps of a family, as it stands in its file. */
  String kept(Family family) throws IOException {
    String name = family == Family.IPV4 ? "user.rules" : "user6.rules";
    return Files.readString(folder.resolve("ufw").resolve(name));
  }

  /** What it shows to its administrators. */
  String numbered() throws IOException, InterruptedException {
    return run("status", "numbered");
  }

  String run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(installation().program().toString()));
    words.addAll(List.of(arguments));
    return lab.onHost(words.toArray(String[]::new));
  }
}
