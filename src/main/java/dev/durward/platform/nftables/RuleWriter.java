package dev.durward.platform.nftables;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.save.ProtocolName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines that a rule comes to, in the very form in which nft 1.0 prints them, but for what their
 * counters have counted.
 *
 * <ul>
 *   <li>A block or reject is one line: the first rule of its chain has let replies pass before.
 *   <li>An allow is two: the packets of the side that opens the connection in its own direction's
 *       chain, and the replies in the other one's.
 *   <li>With a limit, opening packets count and running ones pass.
 *   <li>ICMP errors about other connections (RELATED) belong to an allowed ICMP.
 * </ul>
 */
final class RuleWriter {
  private static final String OPENING = "ct direction original ct state != invalid ";
  private static final String NEW = "ct direction original ct state new,untracked ";
  private static final String RUNNING = "ct direction original ct state established,related ";
  private static final String ERRORS = "ct state related ";
  private static final String REPLY = "ct direction reply ";

  /** A flood of packets must not become a flood of log lines. */
  private static final String LOG_LIMIT = "limit rate 5/second burst 20 packets ";

  /** The kernel takes 127 bytes of a log prefix (NF_LOG_PREFIXLEN). */
  private static final int LOG_PREFIX = 127;

  private final Rule rule;
  private final Mark mark;
  private final String owner;
  private final String tail;
  private final List<Entry> entries = new ArrayList<>();

  private RuleWriter(Mark mark, Rule rule, String uid) {
    this.rule = rule;
    this.mark = mark;
    this.owner = uid.isEmpty() ? "" : "meta skuid " + uid + " ";
    this.tail = " comment \"" + mark.text() + "\"";
  }

  /**
   * Writes a rule that holds.
   *
   * @param uid the number of the rule's user; empty if it names none
   */
  static List<Entry> write(Mark mark, Rule rule, String uid) {
    RuleWriter writer = new RuleWriter(mark, rule, uid);
    for (Family family : rule.effectiveFamilies()) {
      for (Direction direction : Direction.values()) {
        if (rule.directions().contains(direction)) {
          for (Protocol protocol : rule.protocols()) {
            writer.write(family, direction, protocol);
          }
        }
      }
    }
    return writer.entries;
  }

  private void write(Family family, Direction direction, Protocol protocol) {
    OwnChain chain = OwnChain.of(direction, rule.action() != Action.ALLOW);
    List<String> opening = conditions(family, direction, protocol, false);
    for (String condition : opening) {
      if (rule.linux().log()) {
        add(family, chain, condition + NEW + owner + LOG_LIMIT + "log prefix " + logPrefix());
      }
    }
    for (String condition : opening) {
      switch (rule.action()) {
        case BLOCK -> add(family, chain, condition + owner + "counter drop");
        case REJECT -> reject(family, chain, protocol, condition);
        case ALLOW -> allow(family, chain, protocol, condition);
      }
    }
    // A reply has no user: for such a rule replies pass by the host's own rules.
    if (rule.action() == Action.ALLOW && owner.isEmpty()) {
      Direction back = direction == Direction.IN ? Direction.OUT : Direction.IN;
      for (String condition : conditions(family, direction, protocol, true)) {
        add(family, OwnChain.of(back, false), condition + REPLY + "counter accept");
      }
    }
  }

  private void allow(Family family, OwnChain chain, Protocol protocol, String condition) {
    rule.linux()
        .limit()
        .ifPresentOrElse(
            limit -> {
              String rate = "limit rate " + limit + " ";
              add(family, chain, condition + NEW + owner + rate + "counter accept");
              add(family, chain, condition + RUNNING + owner + "counter accept");
            },
            () -> add(family, chain, condition + OPENING + owner + "counter accept"));
    if (protocol.kind() == Protocol.Kind.ICMP) {
      add(family, chain, condition + ERRORS + owner + "counter accept");
    }
  }

  private void reject(Family family, OwnChain chain, Protocol protocol, String condition) {
    // nft says which ICMP it answers by only where the rule itself names the family.
    String with =
        family == Family.IPV4 ? " with icmp port-unreachable" : " with icmpv6 port-unreachable";
    String unreachable = "counter reject" + (condition.startsWith("ip") ? with : "");
    String reset = "counter reject with tcp reset";
    if (protocol.kind() == Protocol.Kind.ANY) {
      add(family, chain, condition + "meta l4proto tcp " + owner + reset);
      add(family, chain, condition + "meta l4proto != tcp " + owner + unreachable);
    } else {
      boolean tcp = protocol.word().equals("tcp");
      add(family, chain, condition + owner + (tcp ? reset : unreachable));
    }
  }

  private void add(Family family, OwnChain chain, String text) {
    entries.add(new Entry(mark, chain.place(family), text + tail));
  }

  private String logPrefix() {
    StringBuilder prefix = new StringBuilder();
    for (char c : mark.text().toCharArray()) {
      // Other letters than ASCII's would have to be cut between bytes; a dollar begins a variable.
      prefix.append(c < 128 && c != '$' ? c : '?');
    }
    prefix.setLength(Math.min(prefix.length(), LOG_PREFIX - 1));
    return "\"" + prefix + " \"";
  }

  /** What a packet must be like, a blank behind each: one for each interface. */
  private List<String> conditions(
      Family family, Direction direction, Protocol protocol, boolean reply) {
    boolean inbound = (direction == Direction.IN) != reply;
    String ip = family == Family.IPV4 ? "ip " : "ip6 ";
    AddressSet from = inbound ? rule.remote() : rule.local();
    AddressSet to = inbound ? rule.local() : rule.remote();
    PortSet fromPorts = reply ? rule.destinationPorts() : rule.sourcePorts();
    PortSet toPorts = reply ? rule.sourcePorts() : rule.destinationPorts();
    String head = addresses(ip + "saddr ", from, family) + addresses(ip + "daddr ", to, family);
    String ports =
        ports(protocol, "sport ", fromPorts).orElse("")
            + ports(protocol, "dport ", toPorts).orElse("");
    String rest = ports.isEmpty() ? word(protocol, family) : ports;
    List<String> conditions = new ArrayList<>();
    for (String card : rule.linux().interfaces()) {
      conditions.add(head + (inbound ? "iifname " : "oifname ") + InterfaceName.quote(card) + rest);
    }
    return conditions.isEmpty() ? List.of(head + rest) : conditions;
  }

  private static String addresses(String what, AddressSet set, Family family) {
    if (set.isAll(family)) {
      return "";
    }
    return what + among(set.in(family).stream().map(AddressRange::toString).toList());
  }

  private static Optional<String> ports(Protocol protocol, String what, PortSet ports) {
    if (ports.isAll()) {
      return Optional.empty();
    }
    List<String> texts = ports.ranges().stream().map(PortRange::toString).toList();
    return Optional.of(protocol.word() + " " + what + among(texts));
  }

  /** One value, or a set. */
  private static String among(List<String> values) {
    return values.size() == 1 ? values.get(0) + " " : "{ " + String.join(", ", values) + " } ";
  }

  private static String word(Protocol protocol, Family family) {
    return switch (protocol.kind()) {
      case ANY -> "";
      case ICMP -> "meta l4proto " + (family == Family.IPV4 ? "icmp " : "ipv6-icmp ");
      case NUMBERED -> "meta l4proto " + ProtocolName.of(protocol.number()) + " ";
    };
  }
}
