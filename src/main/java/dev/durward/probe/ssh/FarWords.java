package dev.durward.probe.ssh;

import dev.durward.model.Family;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.ssh.Tunnel.Refusal;
import java.time.Duration;

/**
 * What the far side's words for an error mean: those of the C library, in English, as OpenSSH's
 * sshd (which sets no locale) and tools under {@code LC_ALL=C} give them. The far side has a route
 * to the target, so that "no route" is somebody's answer.
 *
 * <pre>
 * --reject-with icmp-port-unreachable, tcp-reset   Connection refused
 * icmp-host-prohibited, icmp-admin-prohibited      No route to host
 * icmp-net-prohibited, icmp-net-unreachable        Network is unreachable
 * icmp-proto-unreachable                           Protocol not available
 * icmp6-adm-prohibited                             Permission denied
 * </pre>
 */
final class FarWords {
  /** SSH_OPEN_CONNECT_FAILED of RFC 4254, section 5.1; any other is the far sshd's own will. */
  private static final int CONNECT_FAILED = 2;

  /** How long the kernel asks for a neighbour before it says the same as an ICMP answer would. */
  private static final Duration NEIGHBOUR_ABSENT = Duration.ofMillis(2900);

  private FarWords() {}

  static Observation of(Refusal refusal, Family family, Duration elapsed) {
    return refusal.code() == CONNECT_FAILED
        ? of(refusal.words(), family, elapsed, 1)
        : Observation.untested("the far side's sshd opens no connections: " + refusal.words());
  }

  /** What words that end so mean; those that are not understood are shown, and tell nothing. */
  static Observation of(String words, Family family, Duration elapsed, int attempts) {
    String text = words.strip();
    if (text.endsWith("Connection refused")) {
      return new Observation(
          Outcome.REFUSED, said("RST or ICMP port unreachable", text), elapsed, attempts);
    }
    boolean absent = text.endsWith("No route to host") && elapsed.compareTo(NEIGHBOUR_ABSENT) >= 0;
    // Of IPv4 it is the far side itself that does not permit it.
    boolean prohibited = text.endsWith("Permission denied") && family == Family.IPV6;
    boolean answer =
        text.endsWith("No route to host")
            || text.endsWith("Network is unreachable")
            || text.endsWith("Protocol not available");
    return (answer && !absent) || prohibited
        ? new Observation(
            Outcome.REJECTED, said("ICMP unreachable or prohibited", text), elapsed, attempts)
        : Observation.untested("the far side says: " + text);
  }

  private static String said(String what, String text) {
    return what + " (the far side: " + text + ")";
  }
}
