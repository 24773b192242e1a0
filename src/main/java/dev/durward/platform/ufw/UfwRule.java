package dev.durward.platform.ufw;

import dev.durward.model.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of ufw's rules, in the words of its own file (ufw 0.36, {@code backend_iptables.py}):
 *
 * <pre>
 * ### tuple ### allow_log tcp 80,443 0.0.0.0/0 any 203.0.113.0/24 in_eth0 comment=6475727761
 * </pre>
 *
 * @param action {@code allow}, {@code deny}, {@code reject} or {@code limit}
 * @param log {@code log}, {@code log-all}, or nothing
 * @param match which packets; in a family ufw keeps one rule for each, whatever the action
 */
record UfwRule(String action, String log, Match match) {
  /**
   * Which packets.
   *
   * @param routed whether those that pass through
   * @param protocol by its name; {@code any}
   * @param ports destination ports, as in {@link Ports}
   * @param destination an address or network
   * @param sourcePorts likewise
   * @param source an address or network
   * @param applications the profiles that ports are from; empty where there are none
   * @param way {@code in}, {@code out_eth0}, {@code in_eth0!out_eth1}
   */
  record Match(
      boolean routed,
      String protocol,
      String ports,
      String destination,
      String sourcePorts,
      String source,
      String applications,
      String way) {
    boolean isOut() {
      return way.startsWith("out");
    }

    /** The interface; empty for every one. */
    String card() {
      int at = way.indexOf('_');
      return at < 0 ? "" : way.substring(at + 1);
    }

    /** The same packets, their ports said once more; empty where that can't be said. */
    Optional<Match> saidAgain() {
      Optional<Match> again = Ports.saidAgain(ports).map(more -> with(more, sourcePorts));
      return again.or(() -> Ports.saidAgain(sourcePorts).map(more -> with(ports, more)));
    }

    Match with(String otherPorts, String otherSourcePorts) {
      return new Match(
          routed, protocol, otherPorts, destination, otherSourcePorts, source, applications, way);
    }

    private Match between(String otherSource, String otherDestination) {
      return new Match(
          routed, protocol, ports, otherDestination, sourcePorts, otherSource, applications, way);
    }

    Match canonical() {
      return with(Ports.canonical(ports), Ports.canonical(sourcePorts))
          .between(Addresses.canonical(source), Addresses.canonical(destination));
    }

    /** Both families' addresses of which neither is narrowed become one word. */
    Match ofNoFamily() {
      return between(Addresses.anyIfAll(source), Addresses.anyIfAll(destination));
    }

    /** Whether they are all of a protocol and interface. */
    boolean isCatchAll() {
      return ports.equals(Ports.ANY)
          && sourcePorts.equals(Ports.ANY)
          && Addresses.isAll(source)
          && Addresses.isAll(destination);
    }
  }

  boolean refuses() {
    return action.equals("deny") || action.equals("reject");
  }

  /** Whether some of its packets may pass. */
  boolean admits() {
    return !refuses();
  }

  UfwRule with(Match other) {
    return new UfwRule(action, log, other);
  }

  UfwRule canonical() {
    return with(match.canonical());
  }

  /** Reads what stands behind {@code ### tuple ###}; empty if it is none that ufw would read. */
  static Optional<UfwRule> parse(String tuple) {
    String[] words = tuple.strip().split("\\s+", -1);
    if (words.length < 6 || words.length > 9) {
      return Optional.empty();
    }
    boolean applied = words.length >= 8;
    // Files of old versions have no way.
    String way = words.length % 2 == 1 ? words[words.length - 1] : "in";
    boolean routed = words[0].startsWith("route:");
    String[] action = words[0].substring(routed ? "route:".length() : 0).split("_", 2);
    Match match =
        new Match(
            routed,
            words[1],
            words[2],
            words[3],
            words[4],
            words[5],
            applied ? words[6] + " " + words[7] : "",
            way);
    return Optional.of(new UfwRule(action[0], action.length == 2 ? action[1] : "", match));
  }

  /** The tuple: what {@link #parse} reads. */
  String text() {
    return String.join(
        " ",
        (match.routed() ? "route:" : "") + action + (log.isEmpty() ? "" : "_" + log),
        match.protocol(),
        match.ports(),
        match.destination(),
        match.sourcePorts(),
        match.source() + (match.applications().isEmpty() ? "" : " " + match.applications()),
        match.way());
  }

  /** As the arguments of ufw's command line have it, for one family. */
  List<String> words(Family family) {
    boolean narrowed = !Addresses.isAll(match.source()) || !Addresses.isAll(match.destination());
    Match any = match.ofNoFamily();
    // With an address of a family, or all of its addresses, a rule is of that one alone.
    return words(narrowed ? any : any.between(Addresses.all(family), any.destination()));
  }

  /** The same for both families at once. */
  List<String> wordsOfBoth() {
    return words(match.ofNoFamily());
  }

  private List<String> words(Match each) {
    List<String> words = new ArrayList<>(List.of(action, each.isOut() ? "out" : "in"));
    if (!each.card().isEmpty()) {
      words.addAll(List.of("on", each.card()));
    }
    if (!log.isEmpty()) {
      words.add(log);
    }
    if (!each.protocol().equals("any")) {
      words.addAll(List.of("proto", each.protocol()));
    }
    end(words, "from", each.source(), each.sourcePorts());
    end(words, "to", each.destination(), each.ports());
    return words;
  }

  private static void end(List<String> words, String side, String address, String ports) {
    words.addAll(List.of(side, address));
    if (!ports.equals(Ports.ANY)) {
      words.addAll(List.of("port", ports));
    }
  }
}
