package dev.durward.platform.iptables.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets on their way through a chain.
 *
 * @param provided conditions on the way of which nobody can tell. Without any, every packet that is
 *     meant comes here
 */
record Flow(Region region, List<String> provided) {
  /** So many are still few. */
  private static final int FEW = 12;

  /** So many ranges of addresses and ports are, of which they consist. */
  private static final int FEW_RANGES = 100;

  /** The same on its way with other packets. */
  Flow of(Region other) {
    return new Flow(other, provided);
  }

  /** The same on more conditions. */
  Flow provided(List<String> more) {
    List<String> all = new ArrayList<>(provided);
    all.addAll(more);
    return new Flow(region, all);
  }

  /**
   * Some flows if they are few, and else those that they are left of: a thousand specific rules are
   * not kept in mind.
   */
  static List<Flow> few(List<Flow> left, List<Flow> before) {
    int ranges = 0;
    for (Flow flow : left) {
      ranges += flow.region().ranges();
    }
    return left.size() > FEW || ranges > FEW_RANGES ? before : left;
  }

  /** The same packets in fewer flows; what comes in any case need not come on a condition too. */
  static List<Flow> united(List<Flow> flows) {
    List<Region> sure = new ArrayList<>();
    Map<Region, Flow> others = new LinkedHashMap<>();
    for (Flow flow : flows) {
      if (flow.provided().isEmpty()) {
        sure.add(flow.region());
      } else {
        others.putIfAbsent(flow.region(), flow);
      }
    }
    List<Flow> united = new ArrayList<>();
    List<Region> merged = Region.merged(sure);
    merged.forEach(region -> united.add(new Flow(region, List.of())));
    for (Flow flow : others.values()) {
      if (merged.stream().noneMatch(region -> region.covers(flow.region()))) {
        united.add(flow);
      }
    }
    return united;
  }
}
