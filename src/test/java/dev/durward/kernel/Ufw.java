package dev.durward.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      set -e
      folder=$1 variant=$2
      shift 2
      mount --bind "$folder/ufw" /etc/ufw
      mount --bind "$folder/default" /etc/default/ufw
      mount -t tmpfs none /run
      multi=$(readlink -f /usr/sbin/iptables)
      mount --bind "/usr/sbin/xtables-$variant-multi" "$multi"
      exec /usr/sbin/ufw "$@"
      """;

  private final Lab lab;
  private final Path folder;
  private final String variant;

  private Ufw(Lab lab, Path folder, String variant) {
    this.lab = lab;
    this.folder = folder;
    this.variant = variant;
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
    Ufw ufw = new Ufw(lab, folder, variant);
    ufw.run("--force", "reset");
    return ufw;
  }

  void run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c"));
    words.addAll(List.of(PRIVATE, "ufw", folder.toString(), variant));
    words.addAll(List.of(arguments));
    lab.onHost(words.toArray(String[]::new));
  }
}
