package dev.durward.platform.host;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the kernel drops packets that come by another interface than the one that leads back to
 * their sender ({@code rp_filter}, ip-sysctl.txt: the larger of {@code all} and the interface's own
 * value holds, 1 is strict). IPv4 alone has it.
 */
public final class ReversePath {
  private static final Path FOLDER = Path.of("/proc/sys/net/ipv4/conf");
  private static final int STRICT = 1;

  private ReversePath() {}

  /** A note if it may matter: on a host with several interfaces of which some are strict. */
  public static List<Diagnostic> notices(Set<String> interfaces) {
    int all = value("all");
    List<String> strict = new ArrayList<>();
    for (String name : new TreeSet<>(interfaces)) {
      if (Math.max(all, value(name)) == STRICT) {
        strict.add(name);
      }
    }
    return interfaces.size() < 2 || strict.isEmpty()
        ? List.of()
        : List.of(
            new Diagnostic(
                Severity.NOTE,
                Optional.empty(),
                "before any rule, packets of IPv4 are dropped that come by "
                    + String.join(", ", strict)
                    + " from a sender to whom another interface leads (rp_filter)",
                Optional.of("if that is meant to work: sysctl net.ipv4.conf.all.rp_filter=2")));
  }

  /** Per interface; 0 where there is none. */
  private static int value(String name) {
    try {
      String text = Files.readString(FOLDER.resolve(name).resolve("rp_filter")).strip();
      return text.matches("[0-9]") ? Integer.parseInt(text) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
