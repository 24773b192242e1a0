package dev.durward.platform.iptables.rule;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleText;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that a rule comes to, in the very form in which {@code iptables-save} 1.8 prints them.
 *
 * <ul>
 *   <li>A block or reject is one line: the first rule of its chain has let replies pass before.
 *   <li>An allow is two: the packets of the side that opens the connection in its own direction's
 *       chain, and the replies in the other one's, so that it works on hosts whose INPUT or OUTPUT
 *       drops by default, with no rule for established connections.
 *   <li>With a limit, opening packets count and running ones pass.
 *   <li>ICMP errors about other connections (RELATED) belong to an allowed ICMP.
 * </ul>
 */
public final class RuleRenderer {
  private static final String OPENING = "! --ctstate INVALID --ctdir ORIGINAL";
  private static final String NEW = "--ctstate NEW,UNTRACKED --ctdir ORIGINAL";
  private static final String RUNNING = "--ctstate RELATED,ESTABLISHED --ctdir ORIGINAL";
  private static final String ERRORS = "--ctstate RELATED";
  private static final String REPLY = "--ctdir REPLY";

  /** A flood of packets must not become a flood of log lines. */
  private static final String LOG_LIMIT = "-m limit --limit 5/sec --limit-burst 20";

  /** The kernel takes 29 bytes of a log prefix. */
  private static final int LOG_PREFIX = 29;

  private final Rule rule;
  private final Mark mark;
  private final String owner;
  private final String tail;
  private final String opening;
  private final String replies;
  private final PortMatch ports;

  /** A line of a chain of either family. */
  private record Line(OwnChain chain, String text) {}

  private RuleRenderer(String policy, Rule rule, String uid) {
    this.rule = rule;
    this.mark = Mark.of(policy, rule.name());
    this.owner = uid.isEmpty() ? "" : "-m owner --uid-owner " + uid + " ";
    String until =
        rule.expires()
            .map(end -> "-m time --datestop " + end.minusDays(1) + "T23:59:59 ")
            .orElse("");
    this.tail = until + "-m comment --comment " + RuleText.quote(mark.text()) + " ";
    this.opening = accepted(OPENING, owner);
    this.replies = accepted(REPLY, "");
    this.ports = PortMatch.of(rule.sourcePorts(), rule.destinationPorts());
  }

  /**
   * Renders a rule that holds.
   *
   * @param uid the number of the rule's user; empty if it names none
   */
  public static List<Entry> render(String policy, Rule rule, String uid) {
    RuleRenderer renderer = new RuleRenderer(policy, rule, uid);
    List<Entry> entries = new ArrayList<>();
    List<Line> lines = List.of();
    for (Family family : rule.effectiveFamilies()) {
      if (lines.isEmpty() || !renderer.saysTheSameOfBoth()) {
        lines = renderer.lines(family);
      }
      for (Line line : lines) {
        entries.add(new Entry(renderer.mark, line.chain.place(family), line.text));
      }
    }
    return entries;
  }

  /** Whether it comes to the same lines in both families. */
  private boolean saysTheSameOfBoth() {
    return rule.remote().isAny()
        && rule.local().isAny()
        && rule.action() != Action.REJECT
        && !rule.protocols().contains(Protocol.ICMP);
  }

  private List<Line> lines(Family family) {
    List<Line> lines = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      if (rule.directions().contains(direction)) {
        for (Protocol protocol : rule.protocols()) {
          render(family, direction, protocol, lines);
        }
      }
    }
    return lines;
  }

  /** How many lines of each kind a rule comes to in a family and protocol; at most 2^31 - 1. */
  public static int lines(Rule rule, Family family, Protocol protocol) {
    long lines = (long) rule.remote().pieces(family) * rule.local().pieces(family);
    lines *= Math.max(1, rule.linux().interfaces().size());
    lines *= PortMatch.of(rule.sourcePorts(), rule.destinationPorts()).count();
    return (int) Math.min(lines, Integer.MAX_VALUE);
  }

  private void render(Family family, Direction direction, Protocol protocol, List<Line> lines) {
    OwnChain chain = OwnChain.of(direction, rule.action() != Action.ALLOW);
    List<String> opening = conditions(family, direction, protocol, false);
    for (String condition : opening) {
      if (rule.linux().log()) {
        String news = "-m conntrack " + NEW + " " + owner + LOG_LIMIT + " ";
        lines.add(new Line(chain, condition + news + tail + "-j LOG --log-prefix " + logPrefix()));
      }
    }
    for (String condition : opening) {
      switch (rule.action()) {
        case BLOCK -> lines.add(new Line(chain, condition + owner + tail + "-j DROP"));
        case REJECT -> reject(family, chain, protocol, condition, lines);
        case ALLOW -> allow(chain, protocol, condition, lines);
      }
    }
    // A reply has no user: for such a rule replies pass by the host's own rules.
    if (rule.action() == Action.ALLOW && owner.isEmpty()) {
      Direction back = direction == Direction.IN ? Direction.OUT : Direction.IN;
      for (String condition : conditions(family, direction, protocol, true)) {
        lines.add(new Line(OwnChain.of(back, false), condition.concat(replies)));
      }
    }
  }

  private void allow(OwnChain chain, Protocol protocol, String condition, List<Line> lines) {
    rule.linux()
        .limit()
        .ifPresentOrElse(
            limit -> {
              String rate = "-m limit --limit " + Limit.text(limit) + " ";
              lines.add(new Line(chain, condition.concat(accepted(NEW, owner + rate))));
              lines.add(new Line(chain, condition.concat(accepted(RUNNING, owner))));
            },
            () -> lines.add(new Line(chain, condition.concat(opening))));
    if (protocol.kind() == Protocol.Kind.ICMP) {
      lines.add(new Line(chain, condition.concat(accepted(ERRORS, owner))));
    }
  }

  /** What stands behind the conditions of a line that accepts. */
  private String accepted(String state, String restriction) {
    return "-m conntrack " + state + " " + restriction + tail + "-j ACCEPT";
  }

  private void reject(
      Family family, OwnChain chain, Protocol protocol, String condition, List<Line> lines) {
    String unreachable =
        "-j REJECT --reject-with "
            + (family == Family.IPV4 ? "icmp-port-unreachable" : "icmp6-port-unreachable");
    String reset = "-j REJECT --reject-with tcp-reset";
    if (protocol.kind() == Protocol.Kind.ANY) {
      lines.add(new Line(chain, condition + "-p tcp " + owner + tail + reset));
      lines.add(new Line(chain, condition + "! -p tcp " + owner + tail + unreachable));
    } else {
      String answer = protocol.word().equals("tcp") ? reset : unreachable;
      lines.add(new Line(chain, condition + owner + tail + answer));
    }
  }

  private String logPrefix() {
    StringBuilder prefix = new StringBuilder();
    int left = LOG_PREFIX - 1;
    for (char c : mark.text().toCharArray()) {
      // Other letters than ASCII's would have to be cut between bytes.
      prefix.append(c < 128 ? c : '?');
      if (--left == 0) {
        break;
      }
    }
    return RuleText.quote(prefix.append(' ').toString());
  }

  /** Every combination of addresses, interfaces and ports, as matches with a blank behind. */
  private List<String> conditions(
      Family family, Direction direction, Protocol protocol, boolean reply) {
    boolean inbound = (direction == Direction.IN) != reply;
    String interfaceOption = inbound ? "-i " : "-o ";
    AddressSet from = inbound ? rule.remote() : rule.local();
    AddressSet to = inbound ? rule.local() : rule.remote();
    List<String> matches = (reply ? ports.reversed() : ports).matches(protocol);
    List<String> interfaces = new ArrayList<>();
    rule.linux().interfaces().forEach(name -> interfaces.add(interfaceOption + name + " "));
    List<String> conditions = new ArrayList<>();
    for (AddressMatch source : AddressMatch.of(from, family, "-s", "--src-range")) {
      for (AddressMatch target : AddressMatch.of(to, family, "-d", "--dst-range")) {
        for (String card : interfaces.isEmpty() ? List.of("") : interfaces) {
          String head =
              source.network() + target.network() + card + protocolOption(protocol, family);
          String ranges = AddressMatch.ranges(source, target);
          for (String match : matches) {
            conditions.add(head + ranges + match);
          }
        }
      }
    }
    return conditions;
  }

  private static String protocolOption(Protocol protocol, Family family) {
    return switch (protocol.kind()) {
      case ANY -> "";
      case ICMP -> family == Family.IPV4 ? "-p icmp " : "-p ipv6-icmp ";
      case NUMBERED -> "-p " + ProtocolName.of(protocol.number()) + " ";
    };
  }

  /**
   * One piece of an address set as matches.
   *
   * @param network {@code -s NETWORK } or nothing
   * @param range {@code --src-range A-B} or nothing
   */
  private record AddressMatch(String network, String range) {
    private static final List<AddressMatch> EVERY = List.of(new AddressMatch("", ""));

    static List<AddressMatch> of(
        AddressSet set, Family family, String networkOption, String rangeOption) {
      if (set.isAll(family)) {
        return EVERY;
      }
      List<AddressMatch> matches = new ArrayList<>();
      for (AddressRange range : set.in(family)) {
        matches.add(
            range.prefix().isPresent()
                ? new AddressMatch(
                    networkOption + " " + range.first() + "/" + range.prefix().getAsInt() + " ", "")
                : new AddressMatch("", rangeOption + " " + range.first() + "-" + range.last()));
      }
      return matches;
    }

    /** iprange holds both ends in one match, the source first. */
    static String ranges(AddressMatch source, AddressMatch target) {
      String both =
          source.range
              + (source.range.isEmpty() || target.range.isEmpty() ? "" : " ")
              + target.range;
      return both.isEmpty() ? "" : "-m iprange " + both + " ";
    }
  }
}
