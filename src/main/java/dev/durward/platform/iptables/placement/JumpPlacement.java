package dev.durward.platform.iptables.placement;

import dev.durward.plan.Repair;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.rule.CanonicalRule;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the jumps to Durward's chains stand in INPUT or OUTPUT.
 *
 * <p>The block chain comes before everything that could accept, so that a block beats every allow,
 * whoever wrote it. The allow chain comes right before the first rule that refuses all new packets
 * of a protocol and interface that an allow speaks about, or last where there is none: behind every
 * specific block of others, which so keep their effect, and before every catch-all. A jump that
 * stands well enough is left where it is.
 */
public final class JumpPlacement {
  private final Reach reach;
  private final CatchAlls catchAlls;
  private final String place;
  private final OwnChain block;
  private final OwnChain allow;
  private final RuleList list;
  private final List<Repair> repairs = new ArrayList<>();

  private JumpPlacement(
      Table table, CatchAlls catchAlls, String place, OwnChain block, OwnChain allow) {
    this.reach = new Reach(table);
    this.catchAlls = catchAlls;
    this.place = place;
    this.block = block;
    this.allow = allow;
    this.list = new RuleList(block.hook(), table.rules(block.hook()));
  }

  /**
   * What has to be done with the jumps of one built-in chain.
   *
   * @param edits in the order in which they hold; deletions first
   * @param repairs the same for people
   * @param rules the chain as it will stand
   * @param overtaken specific refusals of others that the allow chain would have to stand before:
   *     those in the chain of a catch-all, and those behind one that is limited, or of another
   *     protocol or interface
   * @param refused packets of allows that others refuse before the allow chain
   */
  public record Result(
      List<Edit> edits,
      List<Repair> repairs,
      List<RuleLine> rules,
      List<RuleLine> overtaken,
      List<Region> refused) {}

  /**
   * Places the jumps.
   *
   * @param catchAlls those of the chain
   * @param place the built-in chain as users read it
   * @param needed the own chains that are to be reached
   */
  public static Result place(
      Table table,
      CatchAlls catchAlls,
      String place,
      OwnChain block,
      OwnChain allow,
      Set<OwnChain> needed) {
    JumpPlacement placement = new JumpPlacement(table, catchAlls, place, block, allow);
    boolean allowStays = needed.contains(allow) && placement.isRight(allow);
    boolean allowComes = needed.contains(allow) && !allowStays;
    boolean blockStays =
        needed.contains(block)
            && placement.isRight(block)
            && !(allowComes && placement.isOvertakenAtTarget(block));
    placement.clear(block, blockStays, needed.contains(block));
    placement.clear(allow, allowStays, needed.contains(allow));
    if (needed.contains(block) && !blockStays) {
      placement.insert(block, 0);
    }
    if (allowComes) {
      placement.insert(allow, placement.target());
    }
    boolean allows = needed.contains(allow);
    return new Result(
        List.copyOf(placement.list.edits()),
        placement.repairs,
        List.copyOf(placement.list.rules()),
        allows ? placement.overtaken() : List.of(),
        allows ? placement.refused() : List.of());
  }

  private static boolean leadsTo(RuleLine rule, OwnChain own) {
    return rule.target().equals(Optional.of(own.chain()));
  }

  private boolean isRight(OwnChain own) {
    List<RuleLine> rules = list.rules();
    List<RuleLine> jumps = rules.stream().filter(rule -> leadsTo(rule, own)).toList();
    if (jumps.size() != 1
        || !CanonicalRule.of(jumps.get(0).text()).equals(CanonicalRule.of(own.jump()))) {
      return false;
    }
    int at = rules.indexOf(jumps.get(0));
    if (own == block) {
      return rules.subList(0, at).stream()
          .noneMatch(rule -> leadsTo(rule, allow) || reach.mayAccept(rule));
    }
    int target = target();
    return at < target && !catchAlls.mayRefuse(others(at), others(target));
  }

  /** Whether the allow chain's jump, put where it belongs, would come before this chain's. */
  private boolean isOvertakenAtTarget(OwnChain own) {
    return list.rules().subList(target(), list.rules().size()).stream()
        .anyMatch(rule -> leadsTo(rule, own));
  }

  /** Where the allow chain's jump belongs: before that index, from 0. */
  private int target() {
    int left = catchAlls.first().orElse(Integer.MAX_VALUE);
    List<RuleLine> rules = list.rules();
    for (int i = 0; i < rules.size(); i++) {
      if (!isOwn(rules.get(i)) && left-- == 0) {
        return i;
      }
    }
    return rules.size();
  }

  /** How many rules of others come before an index. */
  private int others(int index) {
    int others = 0;
    for (RuleLine rule : list.rules().subList(0, index)) {
      others += isOwn(rule) ? 0 : 1;
    }
    return others;
  }

  private boolean isOwn(RuleLine rule) {
    return leadsTo(rule, block) || leadsTo(rule, allow);
  }

  private List<RuleLine> overtaken() {
    return catchAlls.overtaken(others(target()));
  }

  private List<Region> refused() {
    for (int i = 0; i < list.rules().size(); i++) {
      if (leadsTo(list.rules().get(i), allow)) {
        return catchAlls.refusedBefore(others(i));
      }
    }
    return List.of();
  }

  /** Takes away the jumps to a chain that don't stand right, or are not wanted. */
  private void clear(OwnChain own, boolean stays, boolean needed) {
    if (stays) {
      return;
    }
    for (RuleLine rule : List.copyOf(list.rules())) {
      if (leadsTo(rule, own)) {
        String problem =
            needed ? "it is not where, or what, it must be" : "the chain has no rules any more";
        String remedy = "take away line " + position(rule) + ", the jump to " + own.chain();
        repairs.add(new Repair(place, problem, remedy));
        list.delete(rule.text());
      }
    }
  }

  private int position(RuleLine rule) {
    return list.rules().indexOf(rule) + 1;
  }

  private void insert(OwnChain own, int index) {
    List<RuleLine> rules = list.rules();
    String where =
        index < rules.size()
            ? " before line " + (index + 1) + ", " + rules.get(index).text()
            : " at its end";
    if (own == block) {
      where = " as its first rule";
    }
    repairs.add(new Repair(place, "", "put a jump to " + own.chain() + where));
    list.insert(index, own.jump());
  }
}
