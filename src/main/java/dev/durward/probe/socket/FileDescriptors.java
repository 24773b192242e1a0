package dev.durward.probe.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many sockets this process may open at once. */
final class FileDescriptors {
  private static final String FIELD = "Max open files";
  private static final int RESERVE = 64;

  /** What every POSIX system grants ({@code _POSIX_OPEN_MAX} is 20; a JVM has at least these). */
  private static final int FALLBACK = 128;

  private FileDescriptors() {}

  /**
   * How many more may be opened now, with some left for others; at least one, at most {@code cap}.
   */
  static int available(int cap) {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      long free = limit(Files.readString(Path.of("/proc/self/limits"))) - open.count() - RESERVE;
      return (int) Math.max(1, Math.min(cap, free));
    } catch (IOException e) {
      return Math.min(cap, FALLBACK);
    }
  }

  /** The soft limit in {@code /proc/PID/limits} (proc_pid_limits(5)). */
  static long limit(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith(FIELD))
        .map(line -> line.substring(FIELD.length()).trim().split("\\s+", 2)[0])
        .map(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
        .findFirst()
        .orElse((long) FALLBACK);
  }
}
