package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.exec.RunningProcess;
import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A sshd on one side of a lab, and an ssh of the other side that finds it: with keys, known hosts
 * and configuration of their own. The one that is asked for is in a mount namespace of its own,
 * since it wants a folder below {@code /run}.
 */
public final class FarHost implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final Path SSH = Path.of("/usr/bin/ssh");

  private final Path folder;
  private final RunningProcess sshd;

  private FarHost(Path folder, RunningProcess sshd) {
    this.folder = folder;
    this.sshd = sshd;
  }

  /**
   * Starts it on the neighbour, for the host.
   *
   * @param settings lines of its sshd_config
   */
  static FarHost start(Lab lab, Path folder, String... settings) throws Exception {
    String address = Lab.neighbourAddress(Family.IPV4, 0, 0);
    return start(lab::neighbour, lab::host, address, folder, List.of(settings));
  }

  /** The other way round: on the host, for the neighbour, who comes from its first address. */
  static FarHost ofHost(Lab lab, Path folder) throws Exception {
    String address = Lab.hostAddress(Family.IPV4, 0, 0);
    return start(lab::host, lab::neighbour, address, folder, List.of());
  }

  /**
   * Starts it somewhere.
   *
   * @param address by which those who ask come there
   */
  public static FarHost start(
      Side serving, Side asking, String address, Path folder, List<String> settings)
      throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(SSHD) && Files.isExecutable(SSH),
        "skipped: no OpenSSH client and server");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    for (String key : List.of("host", "user", "other")) {
      if (!Files.exists(folder.resolve(key))) {
        run("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key) + "");
      }
    }
    List<String> config = new ArrayList<>(settings);
    config.add("HostKey " + folder.resolve("host"));
    config.add("AuthorizedKeysFile " + folder.resolve("user.pub"));
    config.addAll(List.of("StrictModes no", "UsePAM no", "PidFile none"));
    Files.write(folder.resolve("sshd_config"), config);
    know(folder, "host");
    client(folder, "user", address);
    RunningProcess sshd =
        serving.run(
            () ->
                RunningProcess.start(
                    List.of(
                        "/usr/bin/unshare",
                        "--mount",
                        "--pid",
                        "--mount-proc",
                        "--fork",
                        "--kill-child",
                        "/bin/sh",
                        "-c",
                        "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "
                            + SSHD
                            + " -D -e -f "
                            + folder.resolve("sshd_config")),
                    Map.of()));
    FarHost far = new FarHost(folder, sshd);
    try {
      asking.run(() -> far.awaitPort(address));
      return far;
    } catch (Exception e) {
      far.close();
      throw e;
    }
  }

  /** Whose key is known for it. */
  static void know(Path folder, String key) throws IOException {
    String line = "far " + Files.readString(folder.resolve(key + ".pub"));
    Files.writeString(folder.resolve("known_hosts"), line);
  }

  /** As whom the host logs in. */
  static void client(Path folder, String key) throws IOException {
    client(folder, key, Lab.neighbourAddress(Family.IPV4, 0, 0));
  }

  private static void client(Path folder, String key, String address) throws IOException {
    Files.write(
        folder.resolve("ssh_config"),
        List.of(
            "Host far",
            "HostName " + address,
            "HostKeyAlias far",
            "User root",
            "IdentityFile " + folder.resolve(key),
            "IdentitiesOnly yes",
            "Host *",
            "UserKnownHostsFile " + folder.resolve("known_hosts")));
    Path script = folder.resolve("ssh");
    Files.writeString(
        script, "#!/bin/sh\nexec " + SSH + " -F " + folder.resolve("ssh_config") + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** The ssh that knows it, as {@code far}. */
  Path ssh() {
    return folder.resolve("ssh");
  }

  /** A command whose ssh knows it too, in a mount namespace of its own. */
  public String[] known(String... command) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c"));
    words.add("mount --bind \"$0\" /etc/ssh/ssh_config && exec \"$@\"");
    words.add(folder.resolve("ssh_config").toString());
    words.addAll(List.of(command));
    return words.toArray(String[]::new);
  }

  private Void awaitPort(String address) throws IOException, InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    Command keyscan = Command.of("/usr/bin/ssh-keyscan", "-T1", address);
    while (new ProcessRunner().run(keyscan).text().isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IOException("no sshd: " + sshd.error());
      }
    }
    return null;
  }

  private static void run(String... line) throws IOException, InterruptedException {
    CommandResult result = new ProcessRunner().run(Command.of(line));
    if (!result.succeeded()) {
      throw new IOException(result.complaint());
    }
  }

  /** Ends it and all that it started, at once. */
  @Override
  public void close() {
    sshd.close();
  }
}
