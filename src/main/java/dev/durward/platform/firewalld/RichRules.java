package dev.durward.platform.firewalld;

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
import java.util.ArrayList;
import java.util.List;

/**
 * The rich rules that a rule comes to (firewalld.richlanguage(5)), in the very form in which
 * firewalld prints them. Each has one address or network a side, and one port or range.
 */
final class RichRules {
  private final Rule rule;
  private final Mark mark;
  private final List<Entry> entries = new ArrayList<>();

  private RichRules(Rule rule, Mark mark) {
    this.rule = rule;
    this.mark = mark;
  }

  /** Those of a rule that firewalld can say. */
  static List<Entry> of(Rule rule, Mark mark) {
    RichRules rich = new RichRules(rule, mark);
    for (Direction direction : Direction.values()) {
      if (rule.directions().contains(direction)) {
        rich.add(direction);
      }
    }
    return rich.entries.stream().distinct().toList();
  }

  /** How many it comes to, at the most. */
  static long count(Rule rule) {
    long count = 0;
    for (Family family : rule.effectiveFamilies()) {
      count += (long) networks(rule.remote(), family) * networks(rule.local(), family);
    }
    return count
        * rule.directions().size()
        * rule.protocols().size()
        * rule.sourcePorts().ranges().size()
        * rule.destinationPorts().ranges().size();
  }

  private static int networks(AddressSet set, Family family) {
    return set.in(family).stream().mapToInt(range -> range.networks().size()).sum();
  }

  private void add(Direction direction) {
    PolicyObject object = PolicyObject.of(direction, rule.action());
    boolean alike =
        rule.effectiveFamilies().size() == Family.values().length
            && rule.remote().isAny()
            && rule.local().isAny();
    for (Protocol protocol : rule.protocols()) {
      if (alike && protocol.kind() != Protocol.Kind.ICMP) {
        add(object, "", elements(protocol, Family.IPV4));
        continue;
      }
      for (Family family : rule.effectiveFamilies()) {
        AddressSet from = direction == Direction.IN ? rule.remote() : rule.local();
        AddressSet to = direction == Direction.IN ? rule.local() : rule.remote();
        for (String source : addresses("source", from, family)) {
          for (String destination : addresses("destination", to, family)) {
            String scope = " family=\"" + family.word() + "\"" + source + destination;
            add(object, scope, elements(protocol, family));
          }
        }
      }
    }
  }

  private void add(PolicyObject object, String scope, List<String> elements) {
    for (String element : elements) {
      String text = "rule priority=\"" + priority() + "\"" + scope + element + log() + end();
      entries.add(new Entry(mark, object.place(), text));
    }
  }

  /** Blocks before rejects, whatever the order in which they were written. */
  private int priority() {
    return switch (rule.action()) {
      case BLOCK -> -2;
      case REJECT -> -1;
      case ALLOW -> 1;
    };
  }

  private String log() {
    return rule.linux().log()
        ? " log prefix=\"durward " + rule.action().word() + " \" level=\"info\""
        : "";
  }

  private String end() {
    return rule.action() == Action.ALLOW
        ? " accept"
        : rule.action() == Action.BLOCK ? " drop" : " reject";
  }

  private static List<String> addresses(String side, AddressSet set, Family family) {
    return set.isAll(family)
        ? List.of("")
        : set.in(family).stream()
            .flatMap(range -> range.networks().stream())
            .map(AddressRange::toString)
            .map(address -> " " + side + " address=\"" + address + "\"")
            .toList();
  }

  private List<String> elements(Protocol protocol, Family family) {
    if (!rule.destinationPorts().isAll()) {
      return ports("port", rule.destinationPorts(), protocol);
    }
    if (!rule.sourcePorts().isAll()) {
      return ports("source-port", rule.sourcePorts(), protocol);
    }
    return switch (protocol.kind()) {
      case ANY -> List.of("");
      case ICMP -> List.of(value(family == Family.IPV4 ? "icmp" : "ipv6-icmp"));
      case NUMBERED -> List.of(value(protocol.word()));
    };
  }

  private static String value(String protocol) {
    return " protocol value=\"" + protocol + "\"";
  }

  private static List<String> ports(String element, PortSet ports, Protocol protocol) {
    return ports.ranges().stream()
        .map(PortRange::toString)
        .map(
            range -> " " + element + " port=\"" + range + "\" protocol=\"" + protocol.word() + "\"")
        .toList();
  }
}
