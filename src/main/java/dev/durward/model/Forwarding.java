package dev.durward.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a rule wants of the router before the host.
 *
 * @param externalPort the router's port, of a rule with one port; empty for the same as the host's
 * @param families in which; not empty. In IPv6 nothing is translated: the router's firewall lets
 *     the port pass
 * @param lease how long the router is asked for, in whole seconds
 */
public record Forwarding(OptionalInt externalPort, Set<Family> families, Duration lease) {
  /** What no router takes for too short, and the longest that UPnP knows (IGD 2, 2.5.20). */
  public static final Duration SHORTEST = Duration.ofMinutes(2);

  public static final Duration LONGEST = Duration.ofDays(7);

  /** What a rule has that names no lease. */
  public static final Duration USUAL = Duration.ofDays(1);

  /** Each port of a rule is asked for by itself, and routers have room for few. */
  public static final int MOST_PORTS = 16;

  public Forwarding {
    families = Set.copyOf(families);
    if (families.isEmpty() || (families.contains(Family.IPV6) && externalPort.isPresent())) {
      throw new IllegalArgumentException("forwarded in " + families + ", to " + externalPort);
    }
    if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a lease of " + lease);
    }
  }

  /** A time as rule files and commands have it: a whole number with {@code s}, m, h or d. */
  public static Optional<Duration> time(String text) {
    if (!text.matches("(0|[1-9][0-9]{0,8})[smhd]")) {
      return Optional.empty();
    }
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return Optional.of(
        switch (text.charAt(text.length() - 1)) {
          case 's' -> Duration.ofSeconds(count);
          case 'm' -> Duration.ofMinutes(count);
          case 'h' -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  /** The lease as a rule file has it: {@code 90m}. */
  public String time() {
    long seconds = lease.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    return seconds % 3_600 == 0
        ? seconds / 3_600 + "h"
        : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** For people: {@code forwarded by the router, port 4443, for 1d}. */
  public String summary() {
    return "forwarded by the router"
        + (externalPort.isPresent() ? ", port " + externalPort.getAsInt() : "")
        + ", for "
        + time();
  }
}
