package dev.durward.platform.iptables.notices;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.Step;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.notices.Barrier.Effect;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.state.FamilyState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * That others' lines cross a rule of Durward's.
 *
 * @param key the rule, and what comes of it
 * @param parts which of its packets that is about, those of IPv4 first
 */
record Crossing(Key key, List<Part> parts) {
  /**
   * What is told as one.
   *
   * @param own the chain that the rule's lines are in
   */
  record Key(Mark mark, OwnChain own, Effect effect) {}

  /**
   * Some of a rule's packets.
   *
   * @param state the tables of their family
   * @param protocol the IANA number
   * @param region the packets
   * @param all those of the rule's line
   * @param whole whether that is so for all addresses that the rule is about, and not for most
   * @param barriers what crosses it; first what does for most
   */
  record Part(
      FamilyState state,
      int protocol,
      Region region,
      Region all,
      boolean whole,
      List<Barrier> barriers) {
    Part {
      barriers = List.copyOf(barriers);
    }
  }

  Crossing {
    parts = List.copyOf(parts);
  }

  /** The ports, by the number of their protocol. */
  Map<Integer, PortSet> ports() {
    Map<Integer, PortSet> ports = new TreeMap<>();
    parts.forEach(
        part -> ports.merge(part.protocol(), part.region().destinationPorts(), PortSet::union));
    return ports;
  }

  /** The families. */
  Set<Family> families() {
    Set<Family> families = new TreeSet<>();
    parts.forEach(part -> families.add(part.state().family()));
    return families;
  }

  /** The interfaces on which that is so, in words; empty for all that the rule is about. */
  String interfaces() {
    Set<String> some = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    parts.forEach(part -> some.addAll(part.region().interfaces()));
    parts.forEach(part -> others.addAll(part.all().interfaces()));
    others.removeAll(some);
    if (others.isEmpty()) {
      return "";
    }
    return some.contains(Universe.OTHER)
        ? "not on " + String.join(", ", others)
        : "on " + String.join(", ", some);
  }

  /** The other side's addresses that the lines name of which that is so. */
  AddressSet remote() {
    boolean in = OwnPackets.direction(key.own()) == Direction.IN;
    List<AddressRange> ranges = new ArrayList<>();
    for (Part part : parts) {
      AddressSet some = in ? part.all().sources() : part.all().destinations();
      ranges.addAll(some.ranges());
    }
    return AddressSet.of(ranges);
  }

  /** Whether it is so for all addresses that the rule is about, and not for most alone. */
  boolean isWhole() {
    return parts.stream().allMatch(Part::whole);
  }

  /** How many rules and policies decide. */
  int deciders() {
    Map<Family, Set<Step>> all = new EnumMap<>(Family.class);
    // One barrier crosses many parts, and may be of a thousand places.
    Set<Barrier> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Part part : parts) {
      for (Barrier barrier : part.barriers()) {
        if (counted.add(barrier)) {
          all.computeIfAbsent(part.state().family(), family -> new HashSet<>())
              .addAll(barrier.deciders());
        }
      }
    }
    return all.values().stream()
        .flatMap(Set::stream)
        .mapToInt(step -> Math.max(1, step.rules().size()))
        .sum();
  }
}
