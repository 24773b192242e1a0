package dev.durward.platform.host;

import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.ListenerTable.Owners;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose the listeners of one reading are: the process with the lowest number that has such a socket
 * open, as {@code /proc/PID/fd} tells (proc_pid_fd(5)). It is looked through once, when the first
 * is asked for; what this process may not read there stays without a name.
 */
final class SocketOwners implements Owners {
  private static final Path PROC = Path.of("/proc");
  private static final String BEFORE = "socket:[";

  private final Map<Listener, Set<Long>> inodes;
  private @Nullable Map<Long, Long> processes;

  /**
   * @param inodes the sockets of each listener
   */
  SocketOwners(Map<Listener, Set<Long>> inodes) {
    this.inodes = Map.copyOf(inodes);
  }

  @Override
  public synchronized Optional<String> of(Listener listener) {
    if (processes == null) {
      processes = scan();
    }
    Map<Long, Long> known = processes;
    return inodes.getOrDefault(listener, Set.of()).stream()
        .flatMap(inode -> Optional.ofNullable(known.get(inode)).stream())
        .min(Long::compare)
        .flatMap(SocketOwners::name);
  }

  private static Map<Long, Long> scan() {
    Map<Long, Long> processes = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        scan(process, Long.parseLong(process.getFileName().toString()), processes);
      }
    } catch (IOException | NumberFormatException e) {
      // what is known by now is right
    }
    return processes;
  }

  private static void scan(Path process, long number, Map<Long, Long> processes) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        String target = target(file);
        if (target.startsWith(BEFORE)) {
          long inode = Long.parseLong(target.substring(BEFORE.length(), target.length() - 1));
          processes.merge(inode, number, Math::min);
        }
      }
    } catch (IOException e) {
      // it has ended, or is somebody else's
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  private static Optional<String> name(long process) {
    try {
      String name = Files.readString(PROC.resolve(process + "/comm")).strip();
      return Optional.of(name + " (pid " + process + ")");
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
