package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.REFUSED;
import static dev.durward.kernel.Sights.SHUT;
import static dev.durward.kernel.Sights.SILENT;

import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Family;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A host as it is found, and what is to be seen of it. Each opens ssh to everybody whom it does not
 * ban, and bans nobody or the lab's neighbour 10.77.0.13, fd77::13.
 *
 * @param name the folder of its dumps
 * @param closed what is seen of a port that none of its rules opens
 * @param banned what a banned address sees of every port; empty where it bans none
 * @param telnet what is seen of port 23
 * @param outbound what the host sees of others' ports
 */
record TypicalHost(
    String name, Set<Seen> closed, Set<Seen> banned, Set<Seen> telnet, Set<Seen> outbound) {
  static final List<TypicalHost> ALL =
      List.of(
          of("rhel-reject", REFUSED),
          of("policy-drop", SILENT).banning(SILENT),
          of("policy-drop-both-ways", SILENT).withClosedOutput(),
          of("fail2ban", REFUSED).banning(REFUSED),
          of("docker", OPEN),
          of("chain-by-jump", REFUSED).banning(SILENT),
          of("chain-by-goto", REFUSED).banning(SILENT),
          of("per-protocol", REFUSED).banning(SILENT),
          of("per-interface", SILENT),
          of("in-parts", SILENT).banning(SILENT),
          of("limited-reject", SHUT),
          of("early-accept", SILENT).withTelnet(),
          of("untouched", OPEN));

  private static TypicalHost of(String name, Set<Seen> closed) {
    return new TypicalHost(name, closed, Set.of(), closed, OPEN);
  }

  private TypicalHost banning(Set<Seen> seen) {
    return new TypicalHost(name, closed, seen, telnet, outbound);
  }

  private TypicalHost withTelnet() {
    return new TypicalHost(name, closed, banned, OPEN, outbound);
  }

  private TypicalHost withClosedOutput() {
    return new TypicalHost(name, closed, banned, telnet, SILENT);
  }

  /** The host of that name, in a lab, with its rules. */
  static void settle(String name, Lab lab) throws IOException, InterruptedException {
    for (Family family : Family.values()) {
      lab.restore(family, dump(name, family));
    }
  }

  boolean bans() {
    return !banned.isEmpty();
  }

  /** What it has of a family. */
  static String dump(String name, Family family) throws IOException {
    String file = family == Family.IPV4 ? "iptables-save.txt" : "ip6tables-save.txt";
    try (InputStream dump = TypicalHost.class.getResourceAsStream("/hosts/" + name + "/" + file)) {
      return new String(dump.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
