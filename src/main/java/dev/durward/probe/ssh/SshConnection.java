package dev.durward.probe.ssh;

import dev.durward.exec.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One connection of the system's ssh, with the user's own configuration, keys, agent and jump
 * hosts: a shell of the far side, and TCP connections that it opens as {@code ssh -W} would.
 */
final class SshConnection implements AutoCloseable {
  private static final Duration LOGIN = Duration.ofSeconds(30);

  private final RunningProcess process;
  private final FarShell shell;
  private final Tunnels tunnels;

  private SshConnection(RunningProcess process, FarShell shell, Tunnels tunnels) {
    this.process = process;
    this.shell = shell;
    this.tunnels = tunnels;
  }

  /**
   * Opens one. Its control socket is gone afterwards: it is needed for one connection alone.
   *
   * @param ssh the program's absolute path
   * @param destination as ssh takes it
   */
  static SshConnection open(Path ssh, String destination) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("durward");
    Path socket = folder.resolve("ssh");
    try {
      RunningProcess process =
          RunningProcess.start(line(ssh, socket, destination), Map.of("LC_ALL", "C"));
      try {
        FarShell shell = greeted(process, destination);
        return new SshConnection(process, shell, new Tunnels(Packets.over(socket)));
      } catch (IOException | InterruptedException | RuntimeException e) {
        process.close();
        throw e;
      }
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    }
  }

  /**
   * What could disturb is switched off, whatever the configuration says; the rest is the user's.
   */
  private static List<String> line(Path ssh, Path socket, String destination) {
    return List.of(
        ssh.toString(),
        "-M",
        "-S",
        socket.toString(),
        "-T",
        "-x",
        "-a",
        "-oBatchMode=yes",
        "-oConnectTimeout=10",
        "-oControlPersist=no",
        "-oClearAllForwardings=yes",
        "-oRemoteCommand=none",
        "-oPermitLocalCommand=no",
        "-oLogLevel=INFO",
        "--",
        destination,
        "/bin/sh");
  }

  private static FarShell greeted(RunningProcess process, String destination)
      throws IOException, InterruptedException {
    FarShell shell = new FarShell(process);
    try {
      shell.greet(LOGIN);
      return shell;
    } catch (IOException e) {
      String said = process.error();
      process.close();
      throw Complaint.of(destination, said);
    }
  }

  FarShell shell() {
    return shell;
  }

  Tunnels tunnels() {
    return tunnels;
  }

  @Override
  public void close() {
    try {
      tunnels.close();
    } catch (IOException e) {
      // it has ended already
    }
    process.close();
  }
}
