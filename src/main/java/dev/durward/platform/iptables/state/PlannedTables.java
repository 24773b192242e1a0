package dev.durward.platform.iptables.state;

import dev.durward.plan.Entry;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.placement.ChainContent;
import dev.durward.platform.iptables.placement.JumpPlacement;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a family as a plan leaves them. Lines that somebody else put into Durward's own
 * chains are left out: the user is told of each of them anyhow.
 *
 * @param state what is there
 * @param lines what of Durward's is to be there, by its place
 * @param placements where its jumps are to stand
 */
public record PlannedTables(
    FamilyState state, Map<String, List<Entry>> lines, List<JumpPlacement.Result> placements) {
  /** As they will be. */
  public FamilyState whole() {
    Map<OwnChain, List<String>> contents = new LinkedHashMap<>();
    for (OwnChain own : OwnChain.values()) {
      contents.put(own, ChainContent.of(own, lines(own).stream().map(Entry::text).toList()));
    }
    return with(contents);
  }

  /**
   * As if one of Durward's chains decided about every packet that comes to it, and the others about
   * none: so it is seen at once which packets others keep from all of its rules.
   */
  public FamilyState decidedBy(OwnChain decider) {
    Map<OwnChain, List<String>> contents = new LinkedHashMap<>();
    for (OwnChain own : OwnChain.values()) {
      String all = own.blocks() ? "-j DROP" : "-j ACCEPT";
      contents.put(own, own == decider ? List.of(all) : List.of());
    }
    return with(contents);
  }

  /** The lines of an own chain, in any order. */
  public List<Entry> lines(OwnChain own) {
    return lines.getOrDefault(own.place(state.family()), List.of());
  }

  /** The rules of INPUT or OUTPUT, with the jumps where they will stand. */
  public List<RuleLine> rules(OwnChain own) {
    return placement(own).rules();
  }

  /** Packets of allows that others refuse before the allow chain there. */
  public List<Region> refused(OwnChain own) {
    return placement(own).refused();
  }

  private JumpPlacement.Result placement(OwnChain own) {
    // One for each direction, in their order.
    return placements.get(own.hook().equals("INPUT") ? 0 : 1);
  }

  private FamilyState with(Map<OwnChain, List<String>> contents) {
    Map<String, List<RuleLine>> chains = new LinkedHashMap<>();
    contents.forEach(
        (own, texts) -> {
          chains.put(own.chain(), texts.stream().map(text -> new RuleLine(0, text, 0)).toList());
          chains.put(own.hook(), rules(own));
        });
    return state.with(chains);
  }

  /** The rules that packets meet before an own chain; all of them if nothing leads to it. */
  public List<RuleLine> before(OwnChain own) {
    List<RuleLine> rules = rules(own);
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).target().equals(Optional.of(own.chain()))) {
        return rules.subList(0, i);
      }
    }
    return rules;
  }
}
