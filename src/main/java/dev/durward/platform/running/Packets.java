package dev.durward.platform.running;

import dev.durward.model.AddressRange;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The packets that a rule refuses, as seen from this host.
 *
 * @param protocol as iptables names it, or {@code any}
 * @param localPorts this host's
 * @param remotePorts the other side's
 * @param local networks of this host's
 * @param remote networks of the other side
 * @param card the interface; empty for every one
 */
record Packets(
    Family family,
    Direction direction,
    String protocol,
    PortSet localPorts,
    PortSet remotePorts,
    List<AddressRange> local,
    List<AddressRange> remote,
    String card) {
  static final String ANY = "any";

  /** ss makes a program for the kernel of its filter, of which no jump may pass 64 kB. */
  private static final int MOST_NETWORKS = 100;

  Packets {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
  }

  /** Those that a line of a chain is about, for packets of its direction. */
  static Packets of(Family family, Direction direction, RuleLine line) {
    boolean in = direction == Direction.IN;
    PortSet source = ports(line, "--sports");
    PortSet destination = ports(line, "--dports");
    List<AddressRange> from = network(line, "-s", family);
    List<AddressRange> to = network(line, "-d", family);
    return new Packets(
        family,
        direction,
        line.valueOf("-p").orElse(ANY),
        in ? destination : source,
        in ? source : destination,
        in ? to : from,
        in ? from : to,
        line.valueOf(in ? "-i" : "-o").orElse(""));
  }

  private static List<AddressRange> network(RuleLine line, String option, Family family) {
    return List.of(
        line.valueOf(option).flatMap(AddressRange::parse).orElse(AddressRange.all(family)));
  }

  private static PortSet ports(RuleLine line, String option) {
    String text = line.valueOf(option).orElse("1:65535");
    List<PortRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.split(":", -1);
      ranges.add(new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
    }
    return PortSet.of(ranges);
  }

  /** Whether packets of TCP are among them. */
  boolean isOfTcp() {
    return protocol.equals("tcp") || protocol.equals(ANY);
  }

  boolean isIn() {
    return direction == Direction.IN;
  }

  Packets withLocalPorts(PortSet others) {
    return new Packets(family, direction, protocol, others, remotePorts, local, remote, card);
  }

  private Packets withRemotePorts(PortSet others) {
    return new Packets(family, direction, protocol, localPorts, others, local, remote, card);
  }

  private Packets withRemote(List<AddressRange> others) {
    return new Packets(family, direction, protocol, localPorts, remotePorts, local, others, card);
  }

  /** The same packets in fewer parts: as rules of many ports and addresses would have them. */
  static List<Packets> merged(List<Packets> parts) {
    List<Packets> ports =
        merged(
            parts,
            each ->
                each.isIn() ? each.withLocalPorts(PortSet.ALL) : each.withRemotePorts(PortSet.ALL),
            (one, other) ->
                one.isIn()
                    ? one.withLocalPorts(one.localPorts.union(other.localPorts))
                    : one.withRemotePorts(one.remotePorts.union(other.remotePorts)));
    return merged(ports, each -> each.withRemote(List.of()), Packets::withRemoteOf).stream()
        .flatMap(each -> each.inParts().stream())
        .toList();
  }

  private Packets withRemoteOf(Packets other) {
    Set<AddressRange> both = new LinkedHashSet<>(remote);
    both.addAll(other.remote);
    return withRemote(List.copyOf(both));
  }

  private List<Packets> inParts() {
    List<Packets> parts = new ArrayList<>();
    for (int from = 0; from < remote.size(); from += MOST_NETWORKS) {
      int end = Math.min(remote.size(), from + MOST_NETWORKS);
      parts.add(withRemote(remote.subList(from, end)));
    }
    return parts;
  }

  private static List<Packets> merged(
      List<Packets> parts,
      UnaryOperator<Packets> alike,
      BiFunction<Packets, Packets, Packets> union) {
    Map<Packets, Packets> merged = new LinkedHashMap<>();
    parts.forEach(each -> merged.merge(alike.apply(each), each, union));
    return List.copyOf(merged.values());
  }
}
