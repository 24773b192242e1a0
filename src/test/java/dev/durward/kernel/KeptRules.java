package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.REFUSED;
import static dev.durward.kernel.Sights.SILENT;

import dev.durward.kernel.Attempt.Seen;
import java.util.Set;

/**
 * Rules that each program which runs a host's firewall is tried with, and what is to be seen of a
 * host that has them, opens ssh itself, and bans one neighbour.
 */
final class KeptRules {
  static final int SOMEBODY = 0;
  static final int OFFICE = 1;
  static final int BANNED = 2;

  static final String TEXT =
      """
      version: 1
      policy: web-server
      rules:
        - {name: web, ports: [443, 444, 445, 9000-9003], linux: {log: true}}
        - {name: dns, protocol: udp, ports: 53}
        - {name: admin console, ports: 8443, remote: [10.77.0.12, 'fd77::12']}
        - {name: no telnet, action: block, ports: 23}
        - {name: no pop, action: reject, ports: 110}
        - {name: no smtp, direction: out, action: reject, ports: 25}
      """;

  private KeptRules() {}

  /**
   * What is to be seen, port 445 aside.
   *
   * @param closed of a port that nobody opens
   */
  static Sights asWritten(Set<Seen> closed) {
    return new Sights()
        .in(SOMEBODY, 443, OPEN)
        .in(SOMEBODY, 444, OPEN)
        .in(SOMEBODY, 9002, OPEN)
        .udp(SOMEBODY, 53, OPEN)
        .in(OFFICE, 8443, OPEN)
        .in(SOMEBODY, 8443, closed)
        .in(SOMEBODY, 23, SILENT)
        .in(SOMEBODY, 110, REFUSED)
        .in(SOMEBODY, 22, OPEN)
        .in(SOMEBODY, 8080, closed)
        .in(BANNED, 443, SILENT)
        .out(25, REFUSED)
        .out(443, OPEN)
        .self(23, OPEN);
  }
}
