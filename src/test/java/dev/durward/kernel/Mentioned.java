package dev.durward.kernel;

import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the rules of a dump name, and what stands at the edges of it: where packets are worth
 * sending to and from.
 *
 * @param interfaces by names that an interface can have
 * @param sources addresses that others can have
 * @param destinations addresses that a host can have
 */
record Mentioned(
    List<String> interfaces,
    List<IpAddress> sources,
    List<IpAddress> destinations,
    List<Integer> sourcePorts,
    List<Integer> destinationPorts) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,15}");

  /** Gathers what stands in a dump. */
  static Mentioned in(SaveDump dump, Family family) {
    Set<String> interfaces = new LinkedHashSet<>();
    Set<IpAddress> sources = new LinkedHashSet<>();
    Set<IpAddress> destinations = new LinkedHashSet<>();
    Set<Integer> sourcePorts = new LinkedHashSet<>();
    Set<Integer> destinationPorts = new LinkedHashSet<>();
    for (Table table : dump.tables().values()) {
      for (Chain chain : table.chains().values()) {
        for (RuleLine rule : chain.rules()) {
          List<String> words = rule.words();
          for (int i = 0; i + 1 < words.size(); i++) {
            String value = words.get(i + 1);
            switch (words.get(i)) {
              case "-i" -> interfaces.add(value.replace("+", "7"));
              case "-s", "--src-range" -> sources.addAll(edges(value, family));
              case "-d", "--dst-range" -> destinations.addAll(edges(value, family));
              case "--to-destination" ->
                  destinations.addAll(
                      edges(value.replaceFirst("(?<!:.{0,40}):\\d.*$", ""), family));
              case "--sport", "--sports" -> sourcePorts.addAll(edges(value));
              case "--dport", "--dports", "--to-ports" -> destinationPorts.addAll(edges(value));
              case "--ports" -> {
                sourcePorts.addAll(edges(value));
                destinationPorts.addAll(edges(value));
              }
              default -> {}
            }
          }
        }
      }
    }
    interfaces.removeIf(name -> !NAME.matcher(name).matches() || name.equals(Flow.LOOPBACK));
    sources.removeIf(address -> !isOrdinary(address));
    destinations.removeIf(address -> !isOrdinary(address));
    return new Mentioned(
        List.copyOf(interfaces),
        List.copyOf(sources),
        List.copyOf(destinations),
        List.copyOf(sourcePorts),
        List.copyOf(destinationPorts));
  }

  /** The first and the last of a network or range, and their neighbours outside. */
  private static List<IpAddress> edges(String text, Family family) {
    List<IpAddress> edges = new ArrayList<>();
    Optional<AddressRange> range = Values.addresses(text, family);
    if (range.isPresent()) {
      IpAddress first = range.get().first();
      IpAddress last = range.get().last();
      edges.add(first);
      edges.add(last);
      first.previous().ifPresent(edges::add);
      first.next().ifPresent(edges::add);
      last.next().ifPresent(edges::add);
    }
    return edges;
  }

  private static List<Integer> edges(String text) {
    List<Integer> edges = new ArrayList<>();
    Values.ports(text)
        .ifPresent(
            set ->
                set.ranges()
                    .forEach(
                        range -> {
                          edges.add(range.first());
                          edges.add(range.last());
                          edges.add(Math.max(1, range.first() - 1));
                          edges.add(Math.min(65535, range.last() + 1));
                        }));
    return edges;
  }

  /**
   * Whether a packet may come from it to another host, or go to it: the kernel drops those of
   * loopback, multicast, broadcast and nobody before it asks any chain of filter.
   */
  static boolean isOrdinary(IpAddress address) {
    if (address.family() == Family.IPV4) {
      long first = address.low() >>> 24;
      return first > 0 && first < 224 && first != 127;
    }
    long first = address.high() >>> 48;
    return first >= 0x100 && first < 0xfe00;
  }
}
