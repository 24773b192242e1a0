package dev.durward.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What only Linux can say.
 *
 * @param interfaces names of network interfaces; empty for every one but loopback. A name that ends
 *     in {@code +} stands for every interface whose name begins so
 * @param log whether packets that open a connection are logged by the kernel
 * @param limit how many connections may be opened, at the most
 * @param user the local user whose processes open the connection, by name or number
 */
public record LinuxOptions(
    List<String> interfaces, boolean log, Optional<RateLimit> limit, Optional<String> user) {
  /** What a rule without a {@code linux:} block has. */
  public static final LinuxOptions NONE =
      new LinuxOptions(List.of(), false, Optional.empty(), Optional.empty());

  public LinuxOptions {
    interfaces = List.copyOf(interfaces);
  }

  /** What narrows a rule, in words. */
  List<String> summary() {
    List<String> parts = new ArrayList<>();
    if (!interfaces.isEmpty()) {
      parts.add("on " + String.join(",", interfaces));
    }
    user.ifPresent(name -> parts.add("by user " + name));
    limit.ifPresent(rate -> parts.add("up to " + rate));
    return parts;
  }
}
