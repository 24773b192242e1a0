package dev.durward.platform.iptables;

import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Ports as matches: the protocol's own for one port or range, multiport for several. */
final class PortMatch {
  /** multiport holds 15 ports; a range takes two of them (iptables-extensions(8)). */
  private static final int SLOTS = 15;

  private PortMatch() {}

  /** The fewest matches that hold these ports, each with a blank behind; one that may be empty. */
  static List<String> of(Protocol protocol, PortSet sources, PortSet destinations) {
    List<String> matches = new ArrayList<>();
    for (String source : chunks(sources)) {
      for (String destination : chunks(destinations)) {
        matches.add(match(protocol, source, destination));
      }
    }
    return matches;
  }

  private static String match(Protocol protocol, String source, String destination) {
    StringBuilder multiport = new StringBuilder();
    StringBuilder single = new StringBuilder();
    if (source.indexOf(',') >= 0) {
      multiport.append("-m multiport --sports ").append(source).append(' ');
    } else if (!source.isEmpty()) {
      single.append("--sport ").append(source).append(' ');
    }
    if (destination.indexOf(',') >= 0) {
      multiport.append("-m multiport --dports ").append(destination).append(' ');
    } else if (!destination.isEmpty()) {
      single.append("--dport ").append(destination).append(' ');
    }
    String own = single.isEmpty() ? "" : "-m " + protocol.word() + " " + single;
    return multiport + own;
  }

  private static List<String> chunks(PortSet ports) {
    if (ports.isAll()) {
      return List.of("");
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
