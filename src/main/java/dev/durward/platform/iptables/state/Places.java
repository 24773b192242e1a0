package dev.durward.platform.iptables.state;

import dev.durward.model.Family;
import dev.durward.plan.Mark;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.evaluation.Step;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The steps of packets as places that a user finds again. */
public final class Places {
  /** What stands before policy and rule of Durward's own. */
  public static final String OWN = "Durward, ";

  private Places() {}

  /** {@code INPUT rule 5}, {@code f2b-sshd rules 1 to 50}, or the policy of a chain. */
  public static Place of(Ruleset ruleset, Step step) {
    String where = (step.table().equals("filter") ? "" : step.table() + " ") + step.chain();
    List<RuleLine> rules = step.rules();
    if (rules.isEmpty()) {
      return Place.of(
          where, 0, "policy " + step.policy(), ofNative(step.table(), Optional.empty()));
    }
    RuleLine rule = rules.get(0);
    if (isNative(step.table())) {
      return new Place(
          where + handles(rules),
          0,
          rule.text(),
          ofNative(step.table(), rule.mark()),
          rules.size() - 1);
    }
    Table table = ruleset.tables().getOrDefault(step.table(), Table.UNTOUCHED);
    String positions = positions(table.rules(step.chain()), rules);
    return new Place(
        where + positions, rule.number(), rule.text(), owner(step.chain(), rule), rules.size() - 1);
  }

  /** The same in one sentence: {@code iptables INPUT rule 5 (line 9), -j DROP}. */
  public static String told(FamilyState state, Step step) {
    Place place = of(state.ruleset(), step);
    return (isNative(step.table()) ? "nft" : program(state.family()))
        + " "
        + place.where()
        + (place.line() > 0 ? " (line " + place.line() + ")" : "")
        + (place.owner().isEmpty() ? "" : ", " + place.owner() + "'s")
        + ", "
        + place.text();
  }

  public static String program(Family family) {
    return family == Family.IPV4 ? "iptables" : "ip6tables";
  }

  /** What stands before the names of the tables of a variant that Durward doesn't keep. */
  public static String prefix(Variant other) {
    return other.suffix() + " ";
  }

  /** Whether a table is one of nft, whose names begin with their family. */
  public static boolean isNative(String table) {
    return table.startsWith("ip ") || table.startsWith("ip6 ") || table.startsWith("inet ");
  }

  /** What nft knows its rules by. */
  private static String handles(List<RuleLine> rules) {
    int first = rules.get(0).number();
    int last = rules.get(rules.size() - 1).number();
    return rules.size() == 1
        ? " handle " + first
        : " (" + rules.size() + " of its rules, handles " + first + " to " + last + ")";
  }

  private static String positions(List<RuleLine> chain, List<RuleLine> rules) {
    int first = position(chain, rules.get(0));
    int last = position(chain, rules.get(rules.size() - 1));
    if (rules.size() == 1) {
      return " rule " + first;
    }
    String range = first + " to " + last;
    return last - first + 1 == rules.size()
        ? " rules " + range
        : " (" + rules.size() + " of its rules " + range + ")";
  }

  /** From 1; the rules of a chain stand in the order of their lines. */
  private static int position(List<RuleLine> rules, RuleLine rule) {
    return Collections.binarySearch(rules, rule, Comparator.comparingInt(RuleLine::number)) + 1;
  }

  private static String ofNative(String table, Optional<Mark> mark) {
    if (mark.isPresent()) {
      return own(mark.get());
    }
    return isNative(table) ? Manager.ofTable(table).map(Manager::title).orElse("") : "";
  }

  private static String own(Mark mark) {
    return OWN + mark.policy() + "/" + mark.rule();
  }

  private static String owner(String chain, RuleLine rule) {
    if (rule.mark().isPresent()) {
      return own(rule.mark().get());
    }
    return OwnChain.named(chain).or(() -> OwnChain.named(rule.target().orElse(""))).isPresent()
        ? "Durward"
        : Manager.ofChain(chain)
            .or(() -> Manager.ofChain(rule.target().orElse("")))
            .map(Manager::title)
            .orElse("");
  }
}
