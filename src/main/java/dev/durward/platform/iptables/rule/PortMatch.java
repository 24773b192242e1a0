package dev.durward.platform.iptables.rule;

import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports as matches: the protocol's own for one port or range, multiport for several.
 *
 * @param sources as many ports as one match holds, in its own words; one that is empty for all
 * @param destinations likewise
 */
record PortMatch(List<String> sources, List<String> destinations) {
  /** multiport holds 15 ports; a range takes two of them (iptables-extensions(8)). */
  private static final int SLOTS = 15;

  static PortMatch of(PortSet sources, PortSet destinations) {
    return new PortMatch(chunks(sources), chunks(destinations));
  }

  /** Those of the packets that answer. */
  PortMatch reversed() {
    return new PortMatch(destinations, sources);
  }

  /** How many matches it takes. */
  int count() {
    return sources.size() * destinations.size();
  }

  /** The fewest matches that hold these ports, each with a blank behind; one that may be empty. */
  List<String> matches(Protocol protocol) {
    if (count() == 1) {
      return List.of(match(protocol, sources.get(0), destinations.get(0)));
    }
    List<String> matches = new ArrayList<>();
    for (String source : sources) {
      for (String destination : destinations) {
        matches.add(match(protocol, source, destination));
      }
    }
    return matches;
  }

  private static String match(Protocol protocol, String source, String destination) {
    String several = several("s", source) + several("d", destination);
    String single = single("s", source) + single("d", destination);
    return single.isEmpty() ? several : several + "-m " + protocol.word() + " " + single;
  }

  private static String several(String side, String ports) {
    return ports.indexOf(',') < 0 ? "" : "-m multiport --" + side + "ports " + ports + " ";
  }

  private static String single(String side, String port) {
    return port.isEmpty() || port.indexOf(',') >= 0 ? "" : "--" + side + "port " + port + " ";
  }

  private static List<String> chunks(PortSet ports) {
    if (ports.isAll()) {
      return List.of("");
    }
    if (ports.ranges().size() == 1) {
      PortRange only = ports.ranges().get(0);
      return List.of(only.size() == 1 ? "" + only.first() : only.first() + ":" + only.last());
    }
    List<String> chunks = new ArrayList<>();
    StringBuilder chunk = new StringBuilder();
    int left = SLOTS;
    for (PortRange range : ports.ranges()) {
      int slots = range.size() == 1 ? 1 : 2;
      if (left < slots) {
        chunks.add(chunk.toString());
        chunk.setLength(0);
        left = SLOTS;
      }
      chunk.append(chunk.isEmpty() ? "" : ",").append(range.first());
      if (slots == 2) {
        chunk.append(':').append(range.last());
      }
      left -= slots;
    }
    chunks.add(chunk.toString());
    return chunks;
  }
}
