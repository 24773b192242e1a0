package dev.durward.platform.iptables.notices;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.Step;
import dev.durward.platform.iptables.evaluation.Way;
import dev.durward.platform.iptables.rule.OwnChain;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What others make of packets that Durward's own chain would decide about otherwise. Packets that
 * differ in the addresses of the other side alone are one, however many lines are about them: a
 * thousand bans are.
 *
 * @param kind what comes of it, and where
 * @param region the packets
 * @param way how most of them come to it
 * @param conditions that decide about it, of which nobody can tell
 * @param deciders the places that decide about them
 */
record Barrier(Kind kind, Region region, Way way, List<String> conditions, Set<Step> deciders) {
  /**
   * What comes of it, and where.
   *
   * @param early whether that is before the kernel has looked whom a packet is for: packets for
   *     other hosts come by there as well
   */
  record Kind(Effect effect, boolean early) {}

  /** What comes of it. */
  enum Effect {
    /** What is allowed is refused. */
    SHUT,
    /** What is blocked comes in. */
    OPEN,
    /** It is led to another host, and never comes to the chain. */
    AWAY,
    /** The rules alone don't tell. */
    DEPENDS
  }

  Barrier {
    conditions = List.copyOf(conditions);
    deciders = Set.copyOf(deciders);
  }

  /** Which side's addresses are the other side's. */
  static Dimension remote(Direction direction) {
    return direction == Direction.IN ? Dimension.SOURCE : Dimension.DESTINATION;
  }

  /** Packets of which the same becomes. */
  private record Some(Region region, Way way, List<String> conditions, BigInteger size) {}

  private record Key(Kind kind, Region others) {}

  /**
   * Those that cells show.
   *
   * @param own the chain that would decide
   */
  static List<Barrier> of(List<Cell> cells, OwnChain own) {
    Dimension remote = remote(OwnPackets.direction(own));
    Extent none = new Extent.Addresses(new AddressSet(List.of()));
    Map<Key, List<Some>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      List<Way> ways = cell.ways().stream().filter(way -> !way.isOdd()).toList();
      Optional<Effect> effect = effect(ways, own.blocks());
      if (effect.isPresent()) {
        Way contrary = contrary(ways, own.blocks());
        Kind kind = new Kind(effect.get(), isEarly(contrary));
        List<String> conditions = conditions(ways);
        for (Region region : cell.regions()) {
          groups
              .computeIfAbsent(new Key(kind, region.with(remote, none)), key -> new ArrayList<>())
              .add(new Some(region, contrary, conditions, addresses(region, remote).size()));
        }
      }
    }
    List<Barrier> barriers = new ArrayList<>();
    groups.forEach((key, some) -> barriers.add(of(key, some, remote)));
    return barriers;
  }

  private static Barrier of(Key key, List<Some> some, Dimension remote) {
    List<AddressRange> ranges = new ArrayList<>();
    Set<Step> deciders = new HashSet<>();
    for (Some each : some) {
      ranges.addAll(addresses(each.region(), remote).ranges());
      deciders.add(decider(each.way()));
    }
    Region all = key.others().with(remote, new Extent.Addresses(AddressSet.of(ranges)));
    Some largest = some.stream().max(Comparator.comparing(Some::size)).orElseThrow();
    return new Barrier(key.kind(), all, largest.way(), largest.conditions(), deciders);
  }

  private static AddressSet addresses(Region region, Dimension remote) {
    return remote == Dimension.SOURCE ? region.sources() : region.destinations();
  }

  private static boolean isEarly(Way way) {
    String table = decider(way).table();
    return way.steps().stream()
        .anyMatch(step -> step.table().equals(table) && step.chain().equals("PREROUTING"));
  }

  /** The fewest on which it depends. */
  private static List<String> conditions(List<Way> ways) {
    return ways.stream()
        .map(Way::provided)
        .filter(some -> !some.isEmpty())
        .min(Comparator.comparing(List::size))
        .orElse(List.of());
  }

  private static Step decider(Way way) {
    return way.steps().get(way.steps().size() - 1);
  }

  private static Optional<Effect> effect(List<Way> ways, boolean blocks) {
    Set<Decision.Kind> kinds = EnumSet.noneOf(Decision.Kind.class);
    ways.forEach(way -> kinds.add(way.decision().kind()));
    if (kinds.equals(EnumSet.of(Decision.Kind.LED_AWAY))) {
      return Optional.of(Effect.AWAY);
    }
    boolean shut = EnumSet.of(Decision.Kind.BLOCKED, Decision.Kind.REJECTED).containsAll(kinds);
    boolean open = EnumSet.of(Decision.Kind.ALLOWED).containsAll(kinds);
    if (blocks ? shut : open) {
      return Optional.empty();
    }
    return Optional.of(shut ? Effect.SHUT : open ? Effect.OPEN : Effect.DEPENDS);
  }

  /** The way that ends otherwise than the own chain would have it, on the fewest conditions. */
  private static Way contrary(List<Way> ways, boolean blocks) {
    return ways.stream()
        .filter(way -> blocks ? !isShut(way) : way.decision().kind() != Decision.Kind.ALLOWED)
        .min(Comparator.comparing(way -> way.provided().size()))
        .orElse(ways.get(0));
  }

  private static boolean isShut(Way way) {
    Decision.Kind kind = way.decision().kind();
    return kind == Decision.Kind.BLOCKED || kind == Decision.Kind.REJECTED;
  }
}
