package dev.durward.platform.iptables.rule;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.model.RateLimit;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the options of one line, one after the other. */
final class LineReader {
  /** Matches whose options are read below, or which have none that matters. */
  private static final Set<String> MODULES =
      Set.of(
          "tcp",
          "udp",
          "sctp",
          "icmp",
          "icmp6",
          "ipv6-icmp",
          "conntrack",
          "state",
          "comment",
          "multiport",
          "iprange",
          "limit",
          "owner",
          "addrtype",
          "pkttype");

  private static final String USUAL_BURST = "5";

  private final Family family;
  private final RuleLine line;
  private final boolean inbound;
  private final List<String> unclear = new ArrayList<>();
  private final List<String> unsaid = new ArrayList<>();
  private Optional<PacketSet> packets;
  private Optional<RateLimit> limit = Optional.empty();
  private Optional<String> user = Optional.empty();

  LineReader(Family family, Direction direction, RuleLine line) {
    this.family = family;
    this.line = line;
    this.inbound = direction == Direction.IN;
    this.packets = Optional.of(PacketSet.all(family));
  }

  LineMatch read() {
    List<String> words = line.words();
    int i = 0;
    while (i < words.size() && !words.get(i).equals("-j") && !words.get(i).equals("-g")) {
      boolean negated = words.get(i).equals("!");
      int option = negated ? i + 1 : i;
      int end = option + 1;
      while (end < words.size() && !isOption(words.get(end), words.get(end - 1))) {
        end++;
      }
      if (option < words.size()) {
        read(words.get(option), negated, words.subList(Math.min(option + 1, end), end));
      }
      i = end;
    }
    return new LineMatch(packets, unclear, unsaid, limit, user);
  }

  /** A comment may begin with anything; no other value begins with a dash. */
  private static boolean isOption(String word, String before) {
    return !before.equals("--comment") && (word.startsWith("-") || word.equals("!"));
  }

  private void read(String option, boolean negated, List<String> values) {
    String value = values.isEmpty() ? "" : values.get(0);
    boolean known =
        switch (option) {
          case "--comment" -> true;
          case "-m" -> MODULES.contains(value);
          case "-p" -> protocol(value, negated);
          case "-s" -> network(value, negated, true);
          case "-d" -> network(value, negated, false);
          case "--src-range" -> range(value, negated, true);
          case "--dst-range" -> range(value, negated, false);
          case "-i", "-o" -> networkInterface(value, negated);
          case "--sport", "--sports" -> ports(value, negated, true);
          case "--dport", "--dports" -> ports(value, negated, false);
          case "--ctstate", "--state" ->
              only(List.of(value.split(",", -1)).contains("NEW") != negated);
          case "--ctdir" -> only(value.equals("ORIGINAL") != negated);
          case "--tcp-flags" -> values.size() == 2 && only(isSyn(values) != negated);
          case "--dst-type" -> inbound && destinationType(value, negated);
          case "--pkt-type" -> inbound && packetType(value, negated);
          case "--limit" -> !negated && rate(value);
          case "--limit-burst" -> value.equals(USUAL_BURST);
          case "--uid-owner" -> !negated && uid(value);
          default -> false;
        };
    if (!known || values.size() > (option.equals("--tcp-flags") ? 2 : 1)) {
      unclear.add((negated ? "! " : "") + option + " " + String.join(" ", values));
    }
  }

  private boolean only(boolean some) {
    if (!some) {
      packets = Optional.empty();
    }
    return true;
  }

  private boolean within(PacketSet set) {
    packets = packets.flatMap(set::intersection);
    return true;
  }

  private boolean protocol(String name, boolean negated) {
    Optional<Integer> number = Values.octet(ProtocolName.number(name));
    if (number.isEmpty()) {
      return false;
    }
    Set<Integer> named = Set.of(number.get());
    Set<Integer> rest = new HashSet<>(PacketSet.EVERY_PROTOCOL);
    rest.removeAll(named);
    return within(PacketSet.all(family).ofProtocols(negated ? rest : named));
  }

  private boolean network(String text, boolean negated, boolean source) {
    return Values.network(text, family)
        .map(range -> addresses(range, negated, source))
        .orElse(false);
  }

  private boolean range(String text, boolean negated, boolean source) {
    return Values.range(text, family).map(range -> addresses(range, negated, source)).orElse(false);
  }

  private boolean addresses(AddressRange range, boolean negated, boolean source) {
    AddressSet named = new AddressSet(List.of(range));
    AddressSet set = negated ? named.complement(family) : named;
    PacketSet all = PacketSet.all(family);
    return within(source ? all.from(set) : all.to(set));
  }

  private boolean networkInterface(String pattern, boolean negated) {
    if (pattern.equals("lo")) {
      return only(negated);
    }
    if (pattern.equals("+")) {
      return only(!negated);
    }
    return !negated && within(PacketSet.all(family).on(pattern));
  }

  private boolean ports(String text, boolean negated, boolean source) {
    return Values.ports(text).map(named -> ports(named, negated, source)).orElse(false);
  }

  private boolean ports(PortSet named, boolean negated, boolean source) {
    PortSet set = negated ? named.complement() : named;
    PacketSet all = PacketSet.all(family);
    return within(source ? all.fromPorts(set) : all.toPorts(set));
  }

  /** Whether the packet that opens a TCP connection, with SYN alone, has these flags. */
  private static boolean isSyn(List<String> maskAndSet) {
    List<String> mask = List.of(maskAndSet.get(0).split(",", -1));
    boolean asks = mask.contains("SYN") || mask.contains("ALL");
    return maskAndSet.get(1).equals(asks ? "SYN" : "NONE");
  }

  /** A connection is opened to an address of the host's own. */
  private boolean destinationType(String type, boolean negated) {
    return switch (type) {
      case "LOCAL" -> only(!negated) && unsaid.add("--dst-type LOCAL");
      case "BROADCAST", "MULTICAST", "ANYCAST" ->
          only(negated) && unsaid.add("! --dst-type " + type);
      default -> false;
    };
  }

  private boolean packetType(String type, boolean negated) {
    return switch (type) {
      case "unicast" -> only(!negated) && unsaid.add("--pkt-type unicast");
      case "broadcast", "multicast" -> only(negated) && unsaid.add("! --pkt-type " + type);
      default -> false;
    };
  }

  private boolean rate(String text) {
    limit = Limit.parse(text);
    return limit.isPresent();
  }

  private boolean uid(String text) {
    user = Optional.of(text).filter(Values::isNumber);
    return user.isPresent();
  }
}
