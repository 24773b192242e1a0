package dev.durward.probe.socket;

import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.time.Duration;

/**
 * What the exceptions of Java's sockets mean: told by their type, since their text is the C
 * library's and may be translated. An error that comes with the answer is the host's; one that
 * comes while sending is this side's own, and says nothing of the host.
 *
 * <table>
 *   <caption>Linux 6.18, OpenJDK 17 (RFC 792, RFC 4443; icmp(7), {@code icmp_err_convert})</caption>
 *   <tr><th>answer</th><th>TCP</th><th>UDP</th></tr>
 *   <tr><td>RST</td><td>ConnectException</td><td></td></tr>
 *   <tr><td>port unreachable</td><td>ConnectException</td><td>PortUnreachableException</td></tr>
 *   <tr><td>host unreachable or prohibited, admin-prohibited</td>
 *     <td>NoRouteToHostException</td><td>IOException; nothing for host unreachable</td></tr>
 *   <tr><td>net unreachable or prohibited</td>
 *     <td>SocketException</td><td>IOException; nothing for net unreachable</td></tr>
 *   <tr><td>protocol unreachable</td><td>SocketException</td><td>IOException</td></tr>
 *   <tr><td>ICMPv6 prohibited, policy fail</td><td>BindException</td><td>IOException</td></tr>
 * </table>
 */
public final class Answers {
  /**
   * How long the kernel asks for a neighbour (three times, a second apart: arp(7)) before it says
   * the same as an ICMP host-unreachable would.
   */
  private static final Duration NEIGHBOUR_ABSENT = Duration.ofMillis(2900);

  /** So long the kernel repeats a SYN in any case ({@code tcp_syn_retries} of 1, tcp(7)). */
  private static final Duration GIVEN_UP = Duration.ofMillis(1900);

  private Answers() {}

  /** What an error says that came in answer to a probe. */
  public static Observation received(IOException error, Duration elapsed, int attempts) {
    if (error instanceof PortUnreachableException) {
      return new Observation(Outcome.REFUSED, "ICMP port unreachable", elapsed, attempts);
    }
    if (error instanceof ConnectException) {
      return connect(error, elapsed, attempts);
    }
    if (error instanceof NoRouteToHostException && elapsed.compareTo(NEIGHBOUR_ABSENT) >= 0) {
      String reason = "nobody answered for the address on the link";
      return new Observation(Outcome.UNTESTED, reason, elapsed, attempts);
    }
    String what =
        error instanceof NoRouteToHostException || error instanceof BindException
            ? "ICMP prohibited or host unreachable"
            : "ICMP unreachable or prohibited";
    return new Observation(Outcome.REJECTED, what + said(error), elapsed, attempts);
  }

  /**
   * Java throws one and the same when the kernel gives up, after repeating the SYN for some time
   * (ETIMEDOUT; 13 s were seen on Linux 6.18). Then the C library's text alone tells, which is
   * English where the launcher has started Java.
   */
  private static Observation connect(IOException error, Duration elapsed, int attempts) {
    String text = String.valueOf(error.getMessage());
    if (elapsed.compareTo(GIVEN_UP) < 0 || text.startsWith("Connection refused")) {
      return new Observation(Outcome.REFUSED, "RST or ICMP port unreachable", elapsed, attempts);
    }
    return text.startsWith("Connection timed out")
        ? new Observation(Outcome.FILTERED, "no answer", elapsed, attempts)
        : Observation.untested("refused, or given up by the kernel" + said(error));
  }

  /** What an error says that came while sending. */
  static Observation unsent(IOException error) {
    return Observation.untested("the probe could not be sent" + said(error));
  }

  private static String said(IOException error) {
    return error.getMessage() == null ? "" : " (" + error.getMessage() + ")";
  }
}
