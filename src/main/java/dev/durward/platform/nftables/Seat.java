package dev.durward.platform.nftables;

import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.placement.CatchAlls;
import dev.durward.platform.iptables.placement.Spoken;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A base chain of somebody's, and where Durward's allow chain is to be asked in it: right before
 * the first rule that refuses all new packets of a protocol and interface that an allow speaks
 * about, or last where the policy drops them; not at all where nothing does.
 *
 * @param side whose packets come by it
 * @param chain it
 * @param rules its rules without Durward's jumps
 * @param jumps those
 * @param at before which rule the jump belongs, from 0; empty if there is to be none
 * @param right whether the one jump that there is stands well enough
 * @param overtaken specific refusals of others that it would have to stand before
 */
record Seat(
    Side side,
    BaseChain chain,
    List<RuleLine> rules,
    List<RuleLine> jumps,
    OptionalInt at,
    boolean right,
    List<RuleLine> overtaken) {

  /**
   * Looks at a chain.
   *
   * @param allowed what the allows speak about
   * @param sets what the sets of the host hold
   */
  static Seat in(Side side, BaseChain chain, Set<Spoken> allowed, IpSets sets) {
    String guest = side.chain(false).guest(side.family());
    List<RuleLine> rules = new ArrayList<>();
    List<RuleLine> jumps = new ArrayList<>();
    int before = 0;
    for (RuleLine rule : chain.content().rules(chain.chain())) {
      if (rule.target().equals(Optional.of(guest))) {
        jumps.add(rule);
        before = rules.size();
      } else {
        rules.add(rule);
      }
    }
    CatchAlls catchAlls = CatchAlls.of(others(chain, guest, rules), side.family(), allowed, sets);
    OptionalInt at = catchAlls.first();
    boolean right =
        at.isPresent()
            && jumps.size() == 1
            && jumps.get(0).text().equals(side.chain(false).jump(side.family(), chain.table()))
            && before <= at.getAsInt()
            && !catchAlls.mayRefuse(before, at.getAsInt());
    List<RuleLine> overtaken =
        at.isPresent() ? catchAlls.overtaken(at.getAsInt()) : List.<RuleLine>of();
    return new Seat(side, chain, rules, jumps, at, right, overtaken);
  }

  private static BaseChain others(BaseChain chain, String guest, List<RuleLine> rules) {
    Map<String, Chain> chains = new LinkedHashMap<>(chain.content().chains());
    chains.remove(guest);
    String policy = chain.content().policy(chain.chain());
    chains.put(chain.chain(), new Chain(chain.chain(), policy, rules));
    return chain.with(chains);
  }

  /** Where it is, as users and nft read it. */
  String name() {
    return chain.table() + " " + chain.chain();
  }

  /** Whether the allow chain must be asked here. */
  boolean isNeeded() {
    return at.isPresent();
  }

  /** Before what the jump comes, for people. */
  String place() {
    int index = at.orElse(rules.size());
    return index < rules.size()
        ? "before handle " + rules.get(index).number() + ", " + rules.get(index).text()
        : "at its end";
  }

  /** The command of nft that puts the jump in. */
  String insertion() {
    String jump = side.chain(false).jump(side.family(), chain.table());
    int index = at.orElse(rules.size());
    return index < rules.size()
        ? "insert rule " + name() + " handle " + rules.get(index).number() + " " + jump
        : "add rule " + name() + " " + jump;
  }
}
