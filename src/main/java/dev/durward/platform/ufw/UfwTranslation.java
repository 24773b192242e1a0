package dev.durward.platform.ufw;

import dev.durward.model.Action;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.platform.ufw.UfwRule.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of ufw's that a rule comes to: it takes one address or network, and 15 ports, each. */
final class UfwTranslation {
  /** Protocols beside tcp and udp that ufw has in both families (ufw(8), 0.36). */
  private static final Map<Integer, String> PORTLESS = Map.of(47, "gre", 50, "esp", 51, "ah");

  private UfwTranslation() {}

  /** What ufw calls a protocol; empty if it doesn't know it. */
  static Optional<String> word(Protocol protocol) {
    if (protocol.kind() == Protocol.Kind.ICMP || protocol.equals(Protocol.SCTP)) {
      return Optional.empty();
    }
    return protocol.kind() == Protocol.Kind.ANY || protocol.hasPorts()
        ? Optional.of(protocol.word())
        : Optional.ofNullable(PORTLESS.get(protocol.number()));
  }

  /** How many it comes to. */
  static long count(Rule rule) {
    long count = 0;
    for (Family family : rule.effectiveFamilies()) {
      count +=
          (long) Addresses.texts(rule.remote(), family).size()
              * Addresses.texts(rule.local(), family).size();
    }
    return count
        * rule.directions().size()
        * rule.protocols().size()
        * Math.max(1, rule.linux().interfaces().size())
        * Ports.texts(rule.sourcePorts()).size()
        * Ports.texts(rule.destinationPorts()).size();
  }

  /** Those of one family, of a rule that ufw can say. */
  static List<UfwRule> translate(Rule rule, Family family) {
    List<UfwRule> rules = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      if (rule.directions().contains(direction)) {
        for (Protocol protocol : rule.protocols()) {
          for (String way : ways(rule, direction)) {
            for (Match match : matches(rule, family, direction, protocol, way)) {
              rules.add(new UfwRule(action(rule.action()), rule.linux().log() ? "log" : "", match));
            }
          }
        }
      }
    }
    return rules;
  }

  private static String action(Action action) {
    return switch (action) {
      case ALLOW -> "allow";
      case BLOCK -> "deny";
      case REJECT -> "reject";
    };
  }

  private static List<String> ways(Rule rule, Direction direction) {
    String way = direction == Direction.IN ? "in" : "out";
    List<String> cards = rule.linux().interfaces();
    return cards.isEmpty() ? List.of(way) : cards.stream().map(card -> way + "_" + card).toList();
  }

  private static List<Match> matches(
      Rule rule, Family family, Direction direction, Protocol protocol, String way) {
    AddressSet from = direction == Direction.IN ? rule.remote() : rule.local();
    AddressSet to = direction == Direction.IN ? rule.local() : rule.remote();
    String word = word(protocol).orElseThrow();
    List<Match> matches = new ArrayList<>();
    for (String source : Addresses.texts(from, family)) {
      for (String destination : Addresses.texts(to, family)) {
        for (String sourcePorts : Ports.texts(rule.sourcePorts())) {
          for (String ports : Ports.texts(rule.destinationPorts())) {
            matches.add(new Match(false, word, ports, destination, sourcePorts, source, "", way));
          }
        }
      }
    }
    return matches;
  }
}
