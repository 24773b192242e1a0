package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.Condition.Constant;
import dev.durward.platform.iptables.evaluation.Condition.EitherPort;
import dev.durward.platform.iptables.evaluation.Condition.Marked;
import dev.durward.platform.iptables.evaluation.Condition.Not;
import dev.durward.platform.iptables.evaluation.Condition.Unknown;
import dev.durward.platform.iptables.evaluation.Condition.Within;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the conditions of rules (iptables(8), iptables-extensions(8)). What it doesn't know stays
 * unknown.
 */
final class MatchReader {
  /** Matches that say nothing by themselves, or whose options are all read here. */
  private static final Set<String> MODULES =
      Set.of(
          "tcp",
          "udp",
          "udplite",
          "sctp",
          "dccp",
          "icmp",
          "icmp6",
          "ipv6-icmp",
          "conntrack",
          "state",
          "comment",
          "multiport",
          "iprange",
          "mark",
          "addrtype",
          "pkttype",
          "set",
          "owner",
          "time");

  /** What a mark is compared with where no mask is given. */
  private static final long WHOLE_MARK = 0xffff_ffffL;

  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Subject subject;
  private final Universe universe;
  private final IpSets sets;

  MatchReader(Subject subject, Universe universe, IpSets sets) {
    this.subject = subject;
    this.universe = universe;
    this.sets = sets;
  }

  /** The conditions of a rule, as far as it takes to see that no packet meets them. */
  Match read(RuleLine line) {
    List<String> words = line.words();
    List<Condition> conditions = new ArrayList<>();
    TimeWindow time = new TimeWindow();
    int i = 0;
    while (i < words.size() && !words.get(i).equals("-j") && !words.get(i).equals("-g")) {
      boolean negated = words.get(i).equals("!");
      int option = negated ? i + 1 : i;
      if (option >= words.size()) {
        break;
      }
      int end = end(words, option);
      List<String> values = words.subList(option + 1, end);
      if (words.get(option).equals("-m") && !values.isEmpty() && !MODULES.contains(values.get(0))) {
        while (end < words.size() && !Set.of("-m", "-j", "-g").contains(words.get(end))) {
          end++;
        }
        conditions.add(new Unknown(String.join(" ", words.subList(option, end))));
      } else if (!time.take(words.get(option), first(values), negated)) {
        Optional<Condition> read = condition(words.get(option), values, words);
        Condition condition = read.orElseGet(() -> new Unknown(unknown(words.get(option), values)));
        if (condition instanceof Constant constant) {
          if (constant.met() == negated) {
            return Match.NEVER;
          }
        } else {
          conditions.add(negated ? new Not(condition) : condition);
        }
      }
      i = end;
    }
    if (time.isAsked()) {
      conditions.add(
          subject
              .now()
              .flatMap(time::contains)
              .<Condition>map(Constant::new)
              .orElse(new Unknown("the time of day")));
    }
    if (isTcpOrUdp() && words.contains("--sport") && words.contains("--dport")) {
      NegatedPorts.unite(conditions);
    }
    // Most rules are seen not to match by a port, and that sooner than by an address.
    conditions.sort(Comparator.comparing(MatchReader::isOfAddresses));
    return new Match(conditions);
  }

  private static String unknown(String option, List<String> values) {
    return option.startsWith(RuleLine.UNKNOWN)
        ? option.substring(RuleLine.UNKNOWN.length())
        : option + " " + String.join(" ", values);
  }

  private static boolean isOfAddresses(Condition condition) {
    return condition instanceof Within within && within.extent() instanceof Extent.Addresses;
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? "" : values.get(0);
  }

  /** Where the values of an option end. A comment may begin with anything. */
  private static int end(List<String> words, int option) {
    int end = option + 1;
    boolean free = words.get(option).equals("--comment");
    while (end < words.size()
        && ((free && end == option + 1)
            || !(words.get(end).startsWith("-") || words.get(end).equals("!")))) {
      end++;
    }
    return end;
  }

  private Optional<Condition> condition(String option, List<String> values, List<String> words) {
    String value = first(values);
    return switch (option) {
      case "--comment", "-m" -> constant(true);
      case "-p" -> protocol(value).map(Constant::new);
      case "--ctproto" -> protocol(value).map(StateConditions::ofTracked);
      case "-s" -> addresses(Values.network(value, subject.family()), Dimension.SOURCE);
      case "-d" -> addresses(Values.network(value, subject.family()), Dimension.DESTINATION);
      case "--src-range" -> addresses(Values.range(value, subject.family()), Dimension.SOURCE);
      case "--dst-range" -> addresses(Values.range(value, subject.family()), Dimension.DESTINATION);
      case "-i" -> networkInterface(value, subject.direction() == Direction.IN);
      case "-o" -> networkInterface(value, subject.direction() == Direction.OUT);
      case "--sport", "--sports" -> ports(value, Dimension.SOURCE_PORT);
      case "--dport", "--dports" -> ports(value, Dimension.DESTINATION_PORT);
      case "--ports" -> Values.ports(value).map(EitherPort::new);
      case "--ctstate", "--state" -> Optional.of(StateConditions.of(value));
      case "--ctdir" ->
          Optional.of(StateConditions.ofDirection(value, words.contains("--ctstate")));
      case "--tcp-flags" ->
          values.size() == 2
              ? Optional.of(StateConditions.ofFlags(value, values.get(1)))
              : Optional.empty();
      case "-f" -> constant(false);
      case "--icmp-type", "--icmpv6-type" -> icmp(value);
      case "--mark" -> mark(value);
      case "--dst-type" -> addressType(value, subject.direction() == Direction.IN, true);
      case "--src-type" -> addressType(value, subject.direction() == Direction.OUT, false);
      case "--pkt-type" ->
          Set.of("unicast", "broadcast", "multicast").contains(value)
              ? constant(value.equals("unicast"))
              : Optional.empty();
      case "--match-set" -> values.size() == 2 ? set(value, values.get(1)) : Optional.empty();
      case "--uid-owner" -> user(value);
      default -> Optional.empty();
    };
  }

  private static Optional<Condition> constant(boolean met) {
    return Optional.of(new Constant(met));
  }

  private Optional<Boolean> protocol(String name) {
    return Values.octet(ProtocolName.number(name)).map(number -> number == subject.protocol());
  }

  private Optional<Condition> addresses(Optional<AddressRange> range, Dimension dimension) {
    return range.map(
        some -> new Within(dimension, new Extent.Addresses(new AddressSet(List.of(some)))));
  }

  /** A packet that comes in has no interface to go out by, and the other way round. */
  private Optional<Condition> networkInterface(String pattern, boolean crossed) {
    return crossed
        ? Optional.of(new Within(Dimension.INTERFACE, new Extent.Names(universe.matching(pattern))))
        : constant(false);
  }

  private Optional<Condition> ports(String text, Dimension dimension) {
    return Values.ports(text).map(some -> new Within(dimension, new Extent.Ports(some)));
  }

  private Optional<Condition> icmp(String text) {
    if (text.equals("any")) {
      return constant(true);
    }
    int slash = text.indexOf('/');
    String type = slash < 0 ? text : text.substring(0, slash);
    String code = slash < 0 ? "" : text.substring(slash + 1);
    Optional<Integer> typeNumber = Values.octet(type);
    Optional<Integer> codeNumber = Values.octet(code);
    if (typeNumber.isEmpty() || (codeNumber.isEmpty() && !code.isEmpty())) {
      return Optional.empty();
    }
    return subject
        .icmpType()
        .map(
            icmp ->
                new Constant(
                    icmp.type() == typeNumber.get()
                        && (codeNumber.isEmpty() || icmp.code() == codeNumber.get())));
  }

  private static Optional<Condition> mark(String text) {
    int slash = text.indexOf('/');
    try {
      long value = Long.decode(slash < 0 ? text : text.substring(0, slash));
      long mask = slash < 0 ? WHOLE_MARK : Long.decode(text.substring(slash + 1));
      return Optional.of(new Marked(value, mask));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * What the routing table calls an address. Ours is LOCAL; the other side's is UNICAST, since what
   * else it could be the kernel has dropped, or no connection is opened to. In IPv6 an address of
   * this host is UNICAST as well (xt_addrtype.c, match_type6).
   */
  private Optional<Condition> addressType(String type, boolean ours, boolean destination) {
    return switch (type) {
      case "LOCAL" -> constant(ours);
      case "UNICAST" -> constant(!ours || subject.family() == Family.IPV6);
      case "MULTICAST", "BROADCAST", "ANYCAST" ->
          destination || type.equals("MULTICAST") ? constant(false) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<Condition> set(String name, String directions) {
    boolean source = directions.equals("src");
    if (!source && !directions.equals("dst")) {
      return Optional.empty();
    }
    Optional<Extent> held = sets.named(name).filter(extent -> !isOfOtherFamily(extent));
    // Other protocols are in no set of ports, whatever ports they have (ip_set_bitmap_port.c).
    if (held.isPresent() && held.get() instanceof Extent.Ports && !isTcpOrUdp()) {
      return constant(false);
    }
    return held.map(
        extent ->
            new Within(
                extent instanceof Extent.Ports
                    ? source ? Dimension.SOURCE_PORT : Dimension.DESTINATION_PORT
                    : source ? Dimension.SOURCE : Dimension.DESTINATION,
                extent));
  }

  private boolean isTcpOrUdp() {
    return subject.protocol() == TCP || subject.protocol() == UDP;
  }

  private boolean isOfOtherFamily(Extent extent) {
    Family other = subject.family() == Family.IPV4 ? Family.IPV6 : Family.IPV4;
    return extent instanceof Extent.Addresses some && !some.set().in(other).isEmpty();
  }

  /** Packets that come in have no user: there the match is never met. */
  private Optional<Condition> user(String uid) {
    if (subject.direction() == Direction.IN || !Values.isNumber(uid)) {
      return Optional.empty();
    }
    return Optional.of(new Within(Dimension.USER, new Extent.Names(Set.of(uid))));
  }
}
