package dev.durward.platform.netsh.translation;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.RemoteKeyword;
import dev.durward.plan.Mark;
import dev.durward.platform.netsh.rule.AddressCondition;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.FirewallRule.IcmpType;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.rule.PortCondition;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A rule of a file as rules of Defender Firewall: one for each direction, protocol, ICMP family and
 * type, and type of interface, and more where a list would pass what a command line holds. Only of
 * rules in which {@link NetshCheck} finds nothing wrong.
 */
public final class RuleTranslation {
  /** The version that rules of Durward's are written and compared in. */
  static final String VERSION = "2.30";

  /** cmd.exe takes lines of 8,191 characters, and a rule has several lists. */
  static final int LONGEST_LIST = 1_500;

  private final Rule rule;
  private final Variables variables;
  private final List<Family> families;

  private RuleTranslation(Rule rule, Variables variables) {
    this.rule = rule;
    this.variables = variables;
    this.families = rule.effectiveFamilies();
  }

  /** One kind of packets that rules of Defender Firewall can say in one. */
  private record Kind(OptionalInt protocol, List<IcmpType> icmpTypes, List<Family> families) {}

  /** The rules, each with a name of its own; their ids are empty. */
  public static List<FirewallRule> translate(String policy, Rule rule, Variables variables) {
    return new RuleTranslation(rule, variables).all(Mark.of(policy, rule.name()));
  }

  private List<FirewallRule> all(Mark mark) {
    List<FirewallRule> all = new ArrayList<>();
    for (Direction direction : new TreeSet<>(rule.directions())) {
      for (Kind kind : kinds()) {
        for (Set<InterfaceType> types : interfaceTypes()) {
          for (PortCondition ports : destinationPorts()) {
            for (AddressCondition remote : remotes(kind)) {
              all.add(one(mark, all.size() + 1, direction, kind, types, ports, remote));
            }
          }
        }
      }
    }
    return all;
  }

  private FirewallRule one(
      Mark mark,
      int piece,
      Direction direction,
      Kind kind,
      Set<InterfaceType> types,
      PortCondition ports,
      AddressCondition remote) {
    boolean in = direction == Direction.IN;
    PortCondition source = new PortCondition(rule.sourcePorts(), List.of());
    return new FirewallRule(
        "",
        VERSION,
        Optional.of(OwnName.of(mark, piece).text()),
        Optional.of(OwnDescription.of(rule, mark).text()),
        Optional.empty(),
        true,
        direction,
        rule.action() == dev.durward.model.Action.ALLOW ? Action.ALLOW : Action.BLOCK,
        rule.windows().profiles(),
        kind.protocol(),
        in ? ports : source,
        in ? source : ports,
        kind.icmpTypes(),
        local(kind),
        remote,
        types,
        List.of(),
        rule.windows().program().map(variables::expand),
        rule.windows().service(),
        in ? rule.windows().edge() : Edge.NO,
        List.of());
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (Protocol protocol : rule.protocols()) {
      switch (protocol.kind()) {
        case ANY -> kinds.add(new Kind(OptionalInt.empty(), List.of(), families));
        case NUMBERED ->
            kinds.add(new Kind(OptionalInt.of(protocol.number()), List.of(), families));
        case ICMP -> families.forEach(family -> icmp(family, kinds));
      }
    }
    return kinds;
  }

  /** netsh takes one type a rule. */
  private void icmp(Family family, List<Kind> kinds) {
    OptionalInt number = OptionalInt.of(family == Family.IPV4 ? 1 : 58);
    if (rule.windows().icmpTypes().isEmpty()) {
      kinds.add(new Kind(number, List.of(), List.of(family)));
    }
    for (int type : new TreeSet<>(rule.windows().icmpTypes())) {
      IcmpType each = new IcmpType(family, type, OptionalInt.empty());
      kinds.add(new Kind(number, List.of(each), List.of(family)));
    }
  }

  /** netsh takes one type a rule; all three are no list, but there may be others. */
  private List<Set<InterfaceType>> interfaceTypes() {
    List<Set<InterfaceType>> each = new ArrayList<>();
    new TreeSet<>(rule.windows().interfaceTypes()).forEach(type -> each.add(Set.of(type)));
    return each.isEmpty() ? List.of(Set.of()) : each;
  }

  private List<PortCondition> destinationPorts() {
    if (rule.destinationPorts().isAll()) {
      return List.of(PortCondition.ANY);
    }
    return parts(rule.destinationPorts().ranges(), PortRange::toString).stream()
        .map(part -> new PortCondition(PortSet.of(part), List.of()))
        .toList();
  }

  private List<AddressCondition> remotes(Kind kind) {
    if (!rule.windows().remote().isEmpty()) {
      return keywords();
    }
    Optional<AddressSet> addresses = restriction(rule.remote(), kind);
    if (addresses.isEmpty()) {
      // An address of the one family must be said once: there is no other word for a family.
      return List.of(
          isFamilySaid(kind) || restriction(rule.local(), kind).isPresent()
              ? AddressCondition.ANY
              : new AddressCondition(whole(kind.families()), List.of()));
    }
    return parts(addresses.get().ranges(), AddressRange::toString).stream()
        .map(part -> new AddressCondition(AddressSet.of(part), List.of()))
        .toList();
  }

  private AddressCondition local(Kind kind) {
    return restriction(rule.local(), kind)
        .map(set -> new AddressCondition(set, List.of()))
        .orElse(AddressCondition.ANY);
  }

  /** Whether both families are meant, or the protocol itself says which. */
  private static boolean isFamilySaid(Kind kind) {
    int number = kind.protocol().orElse(-1);
    return kind.families().size() == Family.values().length || number == 1 || number == 58;
  }

  private static AddressSet whole(List<Family> families) {
    return AddressSet.of(families.stream().map(AddressRange::all).toList());
  }

  /** The addresses of a set in the families; empty if it holds every one of them. */
  private static Optional<AddressSet> restriction(AddressSet set, Kind kind) {
    if (kind.families().stream().allMatch(set::isAll)) {
      return Optional.empty();
    }
    List<AddressRange> ranges = new ArrayList<>();
    kind.families().forEach(family -> ranges.addAll(set.in(family)));
    return Optional.of(AddressSet.of(ranges));
  }

  /** Whether netsh takes them in a list is not documented: each by itself. */
  private List<AddressCondition> keywords() {
    List<AddressCondition> each = new ArrayList<>();
    for (RemoteKeyword keyword : new TreeSet<>(rule.windows().remote())) {
      String word = NetshWords.registryWord(keyword);
      List<Field> both = List.of(new Field("RA4", word), new Field("RA6", word));
      each.add(new AddressCondition(new AddressSet(List.of()), both));
    }
    return each;
  }

  private static <T> List<List<T>> parts(Collection<T> items, Function<T, String> text) {
    List<List<T>> parts = new ArrayList<>();
    int room = 0;
    for (T item : items) {
      int length = text.apply(item).length() + 1;
      if (length > room) {
        parts.add(new ArrayList<>());
        room = LONGEST_LIST;
      }
      parts.get(parts.size() - 1).add(item);
      room -= length;
    }
    return parts;
  }
}
