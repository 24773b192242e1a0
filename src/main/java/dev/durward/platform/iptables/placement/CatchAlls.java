package dev.durward.platform.iptables.placement;

import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.Dimension;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.placement.Takers.Taker;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What refuses all new packets of a protocol and interface, in a chain that the kernel leads
 * packets through: an allow has its effect right before the first of these, and whoever is refused
 * by a rule before that stays so.
 *
 * <p>It is whoever takes the last of the packets, if he refuses them. One who would refuse the
 * greater part of all packets is so by himself; if there is none, several are together, where each
 * takes no small part of them. All others that refuse some are specific: bans, mostly.
 */
public final class CatchAlls {
  /** Who refuses that much refuses all but for exceptions. */
  private static final double ALL = 0.75;

  /** Several who refuse all together refuse that much together. */
  private static final double MOST = 0.5;

  /** Nobody bans so many. */
  private static final double PART = 1.0 / 16;

  private final List<RuleLine> rules;
  private final List<Refusal> refusals = new ArrayList<>();
  private OptionalInt first = OptionalInt.empty();

  /**
   * That packets of an allow are refused.
   *
   * @param place of the rule, from 0
   * @param region which they are
   * @param specific what of that is no catch-all, as rules
   */
  private record Refusal(int place, Region region, List<RuleLine> specific) {}

  private CatchAlls(List<RuleLine> rules) {
    this.rules = rules;
  }

  /** Where nobody but the policy refuses anything, it has the last word. */
  public static CatchAlls ofPolicy(List<RuleLine> rules, boolean drops) {
    CatchAlls none = new CatchAlls(rules);
    none.first = drops ? OptionalInt.of(rules.size()) : OptionalInt.empty();
    return none;
  }

  /**
   * Those for some allows.
   *
   * @param chain the one that is looked at, in a table of others without Durward's rules
   * @param allowed what the allows say of their packets
   * @param sets what the sets of the host hold
   */
  public static CatchAlls of(
      BaseChain chain, Family family, Collection<Spoken> allowed, IpSets sets) {
    CatchAlls found = new CatchAlls(chain.content().rules(chain.chain()));
    Set<String> known = new TreeSet<>();
    for (Spoken each : allowed) {
      each.networkInterface().ifPresent(known::add);
    }
    Universe universe = Universe.of(List.of(chain.content()), known);
    Takers takers = new Takers(chain, family, universe, sets);
    for (Map.Entry<Integer, Set<String>> each :
        Spoken.interfaces(allowed, chain.content(), universe).entrySet()) {
      List<Taker> all = takers.of(each.getKey());
      for (String card : each.getValue()) {
        found.new Search(takers, each.getKey(), card, all).find();
      }
    }
    return found;
  }

  /**
   * The first of them.
   *
   * @return its place, from 0; the number of rules if only the policy refuses; empty if nothing
   *     does
   */
  public OptionalInt first() {
    return first;
  }

  /** Whether a rule from one place up to another, which is left out, refuses what is allowed. */
  public boolean mayRefuse(int from, int to) {
    for (Refusal refusal : refusals) {
      if (from <= refusal.place() && refusal.place() < to) {
        return true;
      }
    }
    return false;
  }

  /** Which packets of the allows are refused before a place. */
  List<Region> refusedBefore(int place) {
    List<Region> regions = new ArrayList<>();
    for (Refusal refusal : refusals) {
      if (refusal.place() < place) {
        regions.add(refusal.region());
      }
    }
    return regions;
  }

  /**
   * Specific refusals that an allow at a place would stand before: those in the chain of a
   * catch-all, and those behind one that is limited, or of another protocol or interface.
   */
  public List<RuleLine> overtaken(int place) {
    Set<RuleLine> overtaken = new LinkedHashSet<>();
    for (Refusal refusal : refusals) {
      if (refusal.place() >= place) {
        overtaken.addAll(refusal.specific());
      }
    }
    return List.copyOf(overtaken);
  }

  /** The packets of one protocol on one interface. */
  private final class Search {
    private final Takers takers;
    private final int protocol;
    private final Extent only;
    private final List<Group> groups = new ArrayList<>();

    Search(Takers takers, int protocol, String card, List<Taker> all) {
      this.takers = takers;
      this.protocol = protocol;
      this.only = new Extent.Names(Set.of(card));
      for (Taker taker : all) {
        if (taker.region().interfaces().contains(card)) {
          Group last = groups.isEmpty() ? new Group() : groups.get(groups.size() - 1);
          if (!last.takes(taker)) {
            last = new Group();
            groups.add(last);
          }
          last.parts.add(taker);
        }
      }
    }

    /** What one rule, or the policy, takes, if it comes to it in several parts. */
    private final class Group {
      final List<Taker> parts = new ArrayList<>();

      boolean takes(Taker other) {
        return isOf(other) && one().sure() == other.sure();
      }

      boolean isOf(Taker other) {
        return !parts.isEmpty() && one().isSame(other);
      }

      double share() {
        double share = 0;
        for (Taker part : parts) {
          share += takers.share(part.region());
        }
        return share;
      }

      Taker one() {
        return parts.get(0);
      }
    }

    void find() {
      List<Group> catching = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        if (groups.get(i).one().refuses() && groups.get(i).one().rated() && isAllThatIsLeft(i)) {
          catching.add(groups.get(i));
        }
      }
      catching.addAll(last());
      for (Group each : catching) {
        int place = each.one().place();
        first = OptionalInt.of(Math.min(place, first.orElse(place)));
      }
      for (Group group : groups) {
        if (group.one().refuses()) {
          List<RuleLine> specific = specific(group.one(), catching);
          for (Taker part : group.parts) {
            refusals.add(new Refusal(part.place(), part.region(), specific));
          }
        }
      }
    }

    /** Who takes the last of them, if he refuses them, or those who do it together. */
    private List<Group> last() {
      Group last = groups.get(groups.size() - 1);
      if (!last.one().refuses()) {
        return List.of();
      }
      if (last.share() >= ALL || takers.alone(last.one(), protocol) >= ALL) {
        return List.of(last);
      }
      List<Group> parts = new ArrayList<>(List.of(last));
      double sum = 0;
      for (Group group : groups) {
        double share = group.one().refuses() && group.one().sure() ? group.share() : 0;
        if (share >= PART) {
          parts.add(group);
          sum += share;
        }
      }
      return sum >= MOST ? parts : List.of();
    }

    /** Whether nothing goes on behind one but what it would take as well. */
    private boolean isAllThatIsLeft(int index) {
      List<Region> rest = new ArrayList<>();
      for (Group later : groups.subList(index + 1, groups.size())) {
        later.parts.forEach(part -> rest.add(part.region().with(Dimension.INTERFACE, only)));
      }
      for (Taker part : groups.get(index).parts) {
        List<Region> beyond = new ArrayList<>();
        rest.forEach(each -> beyond.addAll(each.minus(part.region())));
        rest.clear();
        rest.addAll(beyond);
      }
      return rest.isEmpty();
    }

    /** The rules at which its packets part from those that a catch-all takes. */
    private List<RuleLine> specific(Taker taker, List<Group> catching) {
      for (Group other : catching) {
        if (other.isOf(taker)) {
          return List.of();
        }
      }
      for (Group other : catching) {
        if (other.one().place() == taker.place()) {
          int depth = 0;
          while (taker.isWith(other.one(), depth)) {
            depth++;
          }
          if (depth > 0) {
            return taker.path().get(depth).rules();
          }
        }
      }
      List<RuleLine> specific = new ArrayList<>();
      for (RuleLine rule : taker.path().get(0).rules()) {
        specific.add(rules.get(takers.place(rule)));
      }
      return specific;
    }
  }
}
