package dev.durward.platform.netsh.translation;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Protocol;
import dev.durward.model.WindowsOptions;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.model.WindowsOptions.RemoteKeyword;
import dev.durward.platform.RulePiece;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule of Defender Firewall in a file's terms, the opposite of {@link RuleTranslation}. One rule
 * comes to several pieces where it names both addresses and words for them.
 */
public final class Restatement {
  private final FirewallRule rule;
  private final Set<Profile> profiles;
  private final List<String> unsaid = new ArrayList<>();

  private Restatement(FirewallRule rule, Set<Profile> profiles) {
    this.rule = rule;
    this.profiles = profiles;
  }

  /**
   * Restates a rule.
   *
   * @param profiles those in which it is to hold, not empty
   * @return its pieces, none of them wider than the rule and all of them together no narrower; or
   *     what of it a file has no word for, as {@code KEY=VALUE}
   */
  public static Reading<List<RulePiece>> of(FirewallRule rule, Set<Profile> profiles) {
    return new Restatement(rule, profiles).restate();
  }

  private Reading<List<RulePiece>> restate() {
    collectUnsaid();
    if (!unsaid.isEmpty()) {
      return new Reading.Unreadable<>("a file has no word for " + String.join(", ", unsaid));
    }
    List<RulePiece> pieces = new ArrayList<>();
    Set<Family> families = families();
    if (!rule.remoteAddresses().addresses().ranges().isEmpty()) {
      piece(rule.remoteAddresses().addresses(), Set.of(), families).ifPresent(pieces::add);
    }
    keywords()
        .forEach(
            (where, words) -> {
              Set<Family> both = EnumSet.copyOf(where);
              both.retainAll(families);
              piece(AddressSet.ANY, words, both).ifPresent(pieces::add);
            });
    return pieces.isEmpty()
        ? new Reading.Unreadable<>("its addresses are of no family that it can match in")
        : new Reading.Value<>(pieces);
  }

  private void collectUnsaid() {
    if (rule.action() == Action.BYPASS) {
      unsaid.add("Action=ByPass");
    }
    rule.narrowing().forEach(field -> unsaid.add(field.toString()));
    rule.interfaces().forEach(name -> unsaid.add("IF=" + name));
    rule.service().filter("*"::equals).ifPresent(any -> unsaid.add("Svc=*"));
    rule.localPorts().words().forEach(field -> unsaid.add(field.toString()));
    rule.remotePorts().words().forEach(field -> unsaid.add(field.toString()));
    rule.localAddresses().words().forEach(field -> unsaid.add(field.toString()));
    rule.remoteAddresses().words().stream()
        .filter(field -> NetshWords.keyword(field).isEmpty())
        .forEach(field -> unsaid.add(field.toString()));
    rule.icmpTypes().stream()
        .filter(type -> type.code().isPresent())
        .forEach(type -> unsaid.add(type.field().toString()));
  }

  private Optional<RulePiece> piece(
      AddressSet remote, Set<RemoteKeyword> keywords, Set<Family> families) {
    boolean in = rule.direction() == Direction.IN;
    Set<Integer> types = new TreeSet<>();
    rule.icmpTypes().forEach(type -> types.add(type.type()));
    // What a block does is the same whether or not the traffic has crossed an edge.
    boolean edged = in && rule.action() == Action.ALLOW;
    return new RulePiece(
            rule.action() == Action.BLOCK
                ? dev.durward.model.Action.BLOCK
                : dev.durward.model.Action.ALLOW,
            Set.of(rule.direction()),
            List.of(protocol()),
            in ? rule.localPorts().numbers() : rule.remotePorts().numbers(),
            in ? rule.remotePorts().numbers() : rule.localPorts().numbers(),
            remote,
            rule.localAddresses().addresses(),
            families,
            new WindowsOptions(
                profiles,
                rule.program(),
                rule.service(),
                rule.interfaceTypes(),
                edged ? rule.edge() : Edge.NO,
                keywords,
                types),
            LinuxOptions.NONE,
            Optional.empty())
        .possible();
  }

  private Protocol protocol() {
    int number = rule.protocol().orElse(-1);
    return switch (number) {
      case -1 -> Protocol.ANY;
      case 1, 58 -> Protocol.ICMP;
      default -> Protocol.numbered(number);
    };
  }

  /** ICMP is of IPv4 and ICMPv6 of IPv6, in a file and on the wire. */
  private Set<Family> families() {
    return switch (rule.protocol().orElse(-1)) {
      case 1 -> EnumSet.of(Family.IPV4);
      case 58 -> EnumSet.of(Family.IPV6);
      default -> EnumSet.allOf(Family.class);
    };
  }

  /** The words for addresses, by the families that they stand for. */
  private Map<Set<Family>, Set<RemoteKeyword>> keywords() {
    Map<RemoteKeyword, Set<Family>> families = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      for (Field field : rule.remoteAddresses().words(family)) {
        NetshWords.keyword(field)
            .ifPresent(
                word ->
                    families.computeIfAbsent(word, w -> EnumSet.noneOf(Family.class)).add(family));
      }
    }
    Map<Set<Family>, Set<RemoteKeyword>> words = new LinkedHashMap<>();
    families.forEach(
        (word, where) ->
            words.computeIfAbsent(where, w -> EnumSet.noneOf(RemoteKeyword.class)).add(word));
    return words;
  }
}
