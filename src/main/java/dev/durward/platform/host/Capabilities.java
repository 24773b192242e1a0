package dev.durward.platform.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the calling thread may do (capabilities(7)). Asked instead of the user id: root in a
 * container may lack them, and another user may have them.
 *
 * @param effective the effective set, a bit each
 */
public record Capabilities(long effective) {
  private static final int NET_ADMIN = 12;
  private static final int NET_RAW = 13;
  private static final int SYS_ADMIN = 21;
  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final String FIELD = "CapEff:";

  /** Those of the calling thread; none where the kernel is not Linux. */
  public static Capabilities current() {
    try {
      return parse(Files.readString(STATUS));
    } catch (IOException e) {
      return new Capabilities(0);
    }
  }

  /** Reads {@code /proc/PID/status}; none if it has no line for them. */
  static Capabilities parse(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(FIELD))
        .map(line -> Long.parseUnsignedLong(line.substring(FIELD.length()).trim(), 16))
        .map(Capabilities::new)
        .findFirst()
        .orElse(new Capabilities(0));
  }

  /** May change the firewall, addresses and routes. */
  public boolean netAdmin() {
    return has(NET_ADMIN);
  }

  /** May open raw sockets. */
  public boolean netRaw() {
    return has(NET_RAW);
  }

  /** May make a network namespace. */
  public boolean sysAdmin() {
    return has(SYS_ADMIN);
  }

  private boolean has(int bit) {
    return (effective >>> bit & 1) == 1;
  }
}
