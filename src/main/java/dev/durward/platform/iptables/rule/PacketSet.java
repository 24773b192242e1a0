package dev.durward.platform.iptables.rule;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Packets of one family that cross a network interface and open a connection, as a product of sets.
 *
 * @param protocols the IANA numbers
 * @param sourcePorts every one where it names none
 * @param destinationPorts likewise
 * @param sources addresses of the family
 * @param destinations likewise
 * @param networkInterface the name of one, or a pattern like {@code eth+}; empty for every one but
 *     loopback
 */
public record PacketSet(
    Set<Integer> protocols,
    PortSet sourcePorts,
    PortSet destinationPorts,
    AddressSet sources,
    AddressSet destinations,
    Optional<String> networkInterface) {
  static final Set<Integer> EVERY_PROTOCOL =
      IntStream.range(0, 256).boxed().collect(Collectors.toUnmodifiableSet());

  /** Addresses that no packet from or to a network has: the kernel drops it as martian. */
  private static final AddressSet LOOPBACK = set("127.0.0.0", 8, "::1", 128);

  private static final AddressSet MULTICAST = set("224.0.0.0", 4, "ff00::", 8);

  private static AddressSet set(String ipv4, int length4, String ipv6, int length6) {
    return AddressSet.of(List.of(network(ipv4, length4), network(ipv6, length6)));
  }

  private static AddressRange network(String address, int length) {
    return AddressRange.ofPrefix(IpAddress.parse(address).orElseThrow(), length).orElseThrow();
  }

  static PacketSet all(Family family) {
    AddressSet every = new AddressSet(List.of(AddressRange.all(family)));
    return new PacketSet(EVERY_PROTOCOL, PortSet.ALL, PortSet.ALL, every, every, Optional.empty());
  }

  /** The same of other protocols. */
  PacketSet ofProtocols(Set<Integer> these) {
    return new PacketSet(
        these, sourcePorts, destinationPorts, sources, destinations, networkInterface);
  }

  /** The same from other ports. */
  PacketSet fromPorts(PortSet these) {
    return new PacketSet(
        protocols, these, destinationPorts, sources, destinations, networkInterface);
  }

  /** The same to other ports. */
  PacketSet toPorts(PortSet these) {
    return new PacketSet(protocols, sourcePorts, these, sources, destinations, networkInterface);
  }

  /** The same from other addresses. */
  PacketSet from(AddressSet these) {
    return new PacketSet(
        protocols, sourcePorts, destinationPorts, these, destinations, networkInterface);
  }

  /** The same to other addresses. */
  PacketSet to(AddressSet these) {
    return new PacketSet(
        protocols, sourcePorts, destinationPorts, sources, these, networkInterface);
  }

  /** The same on one interface, or those of a pattern. */
  PacketSet on(String pattern) {
    return new PacketSet(
        protocols, sourcePorts, destinationPorts, sources, destinations, Optional.of(pattern));
  }

  /** The packets that are in both; empty if their interfaces exclude each other. */
  Optional<PacketSet> intersection(PacketSet other) {
    Optional<String> wide = networkInterface.or(other::networkInterface);
    Optional<String> narrow = other.networkInterface.or(() -> networkInterface);
    if (wide.isPresent() && covers(narrow.orElseThrow(), wide.get())) {
      Optional<String> swapped = wide;
      wide = narrow;
      narrow = swapped;
    }
    if (wide.isPresent() && !covers(wide.get(), narrow.orElseThrow())) {
      return Optional.empty();
    }
    PacketSet both =
        new PacketSet(
            intersection(protocols, other.protocols),
            sourcePorts.intersection(other.sourcePorts),
            destinationPorts.intersection(other.destinationPorts),
            sources.intersection(other.sources),
            destinations.intersection(other.destinations),
            narrow);
    return both.isPossible() ? Optional.of(both) : Optional.empty();
  }

  public boolean overlaps(PacketSet other) {
    return intersection(other).isPresent();
  }

  /** Whether every packet of the other is in this one. */
  public boolean covers(PacketSet other) {
    return other.intersection(this).equals(Optional.of(other));
  }

  /** Whether a pattern stands for every interface that another one does. */
  private static boolean covers(String wide, String narrow) {
    if (!wide.endsWith("+")) {
      return wide.equals(narrow);
    }
    return narrow.startsWith(wide.substring(0, wide.length() - 1));
  }

  private static Set<Integer> intersection(Set<Integer> a, Set<Integer> b) {
    if (a.size() == EVERY_PROTOCOL.size() || b.size() == EVERY_PROTOCOL.size()) {
      return a.size() < b.size() ? a : b;
    }
    Set<Integer> common = new HashSet<>(a);
    common.retainAll(b);
    return common;
  }

  /** Whether there can be such a packet at all. */
  boolean isPossible() {
    return !protocols.isEmpty()
        && !sourcePorts.ranges().isEmpty()
        && !destinationPorts.ranges().isEmpty()
        && isBeyond(sources, LOOPBACK)
        && isBeyond(sources, MULTICAST)
        && isBeyond(destinations, LOOPBACK);
  }

  private static boolean isBeyond(AddressSet addresses, AddressSet impossible) {
    return addresses.ranges().stream()
        .anyMatch(
            range ->
                impossible.in(range.family()).stream()
                    .noneMatch(
                        none -> none.contains(range.first()) && none.contains(range.last())));
  }
}
