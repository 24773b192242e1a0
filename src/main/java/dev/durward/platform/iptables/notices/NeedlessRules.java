package dev.durward.platform.iptables.notices;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.state.FamilyState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules of Durward's, of whichever policy, without which its other rules would say the same: others
 * allow, or block, all that they do.
 */
public final class NeedlessRules {
  /** More are not held against each other one by one. */
  private static final int MOST_LINES = 1_000;

  private static final int TCP = 6;
  private static final int UDP = 17;

  private final List<FamilyState> families;
  private final Map<Mark, List<Piece>> pieces = new LinkedHashMap<>();

  /**
   * Packets that a line decides about.
   *
   * @param sure whether it decides about each of them at any time
   */
  private record Piece(
      Family family, OwnChain own, int protocol, String target, Region region, boolean sure) {
    /** Whether what this line does would be done by the other one as well, or come to nothing. */
    boolean yields(Piece other) {
      boolean blocked = other.own.blocks() && OwnPackets.direction(other.own) == direction();
      boolean alike = own == other.own && (!target.equals("DROP") || other.target.equals("DROP"));
      return family == other.family
          && protocol == other.protocol
          && other.sure
          && (own.blocks() ? alike : alike || blocked);
    }

    private Direction direction() {
      return OwnPackets.direction(own);
    }
  }

  private NeedlessRules(List<FamilyState> families) {
    this.families = families;
  }

  /** Those of a host; of two that say the same the later one alone. None if there are too many. */
  public static List<Needless> of(List<FamilyState> families) {
    NeedlessRules rules = new NeedlessRules(families);
    int lines = families.stream().mapToInt(state -> state.managed().size()).sum();
    if (lines > MOST_LINES) {
      return List.of();
    }
    rules.read();
    return rules.found();
  }

  private void read() {
    for (FamilyState state : families) {
      int icmp = state.family() == Family.IPV4 ? 1 : 58;
      Universe all = Universe.of(state.ruleset(), List.of());
      for (OwnChain own : OwnChain.values()) {
        for (RuleLine rule : state.filter().rules(own.chain())) {
          if (rule.mark().filter(mark -> !InboundBlock.isOf(mark)).isEmpty()) {
            continue;
          }
          Entry line = new Entry(rule.mark().get(), own.place(state.family()), rule.text());
          for (OwnPackets each : OwnPackets.of(own, state.family(), line).stream().toList()) {
            Set<Integer> some = each.packets().protocols();
            for (int protocol : some.size() == 1 ? some : Set.of(TCP, UDP, icmp)) {
              each.region(all)
                  .ifPresent(
                      region ->
                          pieces
                              .computeIfAbsent(line.mark(), mark -> new ArrayList<>())
                              .add(
                                  new Piece(
                                      state.family(),
                                      own,
                                      protocol,
                                      rule.target().orElse(""),
                                      region,
                                      each.isSure())));
            }
          }
        }
      }
    }
  }

  private List<Needless> found() {
    List<Needless> found = new ArrayList<>();
    Set<Mark> gone = new HashSet<>();
    List<Mark> latestFirst = new ArrayList<>(pieces.keySet());
    Collections.reverse(latestFirst);
    for (Mark mark : latestFirst) {
      Set<Mark> others = new TreeSet<>(Comparator.comparing(Mark::text));
      boolean blocked = false;
      boolean needless = true;
      for (Piece piece : pieces.getOrDefault(mark, List.of())) {
        List<Region> left = List.of(piece.region());
        for (Map.Entry<Mark, List<Piece>> other : pieces.entrySet()) {
          if (left.isEmpty() || other.getKey().equals(mark) || gone.contains(other.getKey())) {
            continue;
          }
          for (Piece each : other.getValue()) {
            if (piece.yields(each)) {
              List<Region> rest =
                  left.stream().flatMap(some -> some.minus(each.region()).stream()).toList();
              if (!rest.equals(left)) {
                others.add(other.getKey());
                blocked |= each.own().blocks() && !piece.own().blocks();
              }
              left = rest;
            }
          }
        }
        needless &= left.isEmpty();
      }
      if (needless) {
        gone.add(mark);
        found.add(0, new Needless(mark, List.copyOf(others), blocked));
      }
    }
    return found;
  }
}
