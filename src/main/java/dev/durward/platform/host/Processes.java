package dev.durward.platform.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code /proc} tells of processes (proc(5)). One that has ended, or of which this process may
 * not know something, is as if it had none of it.
 *
 * @param proc the folder
 */
record Processes(Path proc) {
  /** Longer chains of parents are none: a number was given anew meanwhile. */
  private static final int MOST_ANCESTORS = 200;

  private static final String SOCKET = "socket:[";

  /**
   * A process.
   *
   * @param number its number
   * @param name what it calls itself
   * @param parent the number of its parent, 0 if it has none
   * @param user the number of the real user
   */
  record Task(int number, String name, int parent, long user) {}

  /** This process, by the number that it has there: in a container it may have another one too. */
  Optional<Integer> self() {
    try {
      return Optional.of(Integer.valueOf(Files.readSymbolicLink(proc.resolve("self")).toString()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads {@code /proc/PID/status}.
   *
   * <pre>
   * Name:   tmux: server
   * PPid:   1
   * Uid:    1000    1000    1000    1000
   * </pre>
   */
  Optional<Task> process(int number) {
    String name = "";
    int parent = 0;
    long user = -1;
    try {
      for (String line : Files.readAllLines(of(number, "status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Name:")) {
          name = line.substring("Name:".length()).strip();
        } else if (line.startsWith("PPid:")) {
          parent = Integer.parseInt(line.substring("PPid:".length()).strip());
        } else if (line.startsWith("Uid:")) {
          user = Long.parseLong(line.substring("Uid:".length()).strip().split("\\s", 2)[0]);
        }
      }
      return Optional.of(new Task(number, name, parent, user));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A process, its parent, and so on; without the one that is everybody's. */
  List<Task> withAncestors(int number) {
    List<Task> ancestors = new ArrayList<>();
    int next = number;
    while (next > 1 && ancestors.size() < MOST_ANCESTORS) {
      Optional<Task> process = process(next);
      process.ifPresent(ancestors::add);
      next = process.map(Task::parent).orElse(0);
    }
    return ancestors;
  }

  /** A variable of its environment, as it was when the process was started. */
  Optional<String> variable(Task process, String name) {
    try {
      byte[] all = Files.readAllBytes(of(process.number(), "environ"));
      for (String each : new String(all, StandardCharsets.ISO_8859_1).split("\0", -1)) {
        if (each.startsWith(name + "=")) {
          return Optional.of(each.substring(name.length() + 1));
        }
      }
    } catch (IOException e) {
      // it has ended, or is somebody else's
    }
    return Optional.empty();
  }

  /** The sockets that it has open, by their numbers in sockfs (proc_pid_fd(5)). */
  Set<Long> sockets(Task process) {
    Set<Long> sockets = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(of(process.number(), "fd"))) {
      for (Path file : files) {
        String target = target(file);
        if (target.startsWith(SOCKET) && target.endsWith("]")) {
          sockets.add(Long.valueOf(target.substring(SOCKET.length(), target.length() - 1)));
        }
      }
    } catch (IOException | NumberFormatException e) {
      // it has ended, or is somebody else's
    }
    return sockets;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  /** Those of a user's that are called so. */
  List<Task> named(Set<String> names, long user) {
    List<Task> some = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path each : all) {
        process(Integer.parseInt(each.getFileName().toString()))
            .filter(process -> process.user() == user && names.contains(process.name()))
            .ifPresent(some::add);
      }
    } catch (IOException | NumberFormatException e) {
      // those that are known by now are right
    }
    return some;
  }

  private Path of(int number, String file) {
    return proc.resolve(Integer.toString(number)).resolve(file);
  }
}
