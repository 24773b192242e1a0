package dev.durward.platform.iptables.notices;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.placement.ChainContent;
import dev.durward.platform.iptables.placement.JumpPlacement;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Manager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the user must know about a family's rules: other managers and conflicts with them. */
public final class FamilyNotices {
  private FamilyNotices() {}

  public static List<Diagnostic> of(
      FamilyState state, Map<String, List<Entry>> lines, List<JumpPlacement.Result> placements) {
    List<Diagnostic> notices = new ArrayList<>();
    boolean anyHere = lines.keySet().stream().anyMatch(place -> isOf(state.family(), place));
    Table filter = state.filter();
    String program = state.family() == Family.IPV4 ? "iptables" : "ip6tables";
    for (Manager manager : anyHere ? Manager.in(filter) : List.<Manager>of()) {
      boolean wipes = manager.wipesOthers();
      notices.add(
          new Diagnostic(
              wipes ? Severity.ERROR : Severity.NOTE,
              Optional.empty(),
              manager.title() + " keeps rules in " + program + ": " + manager.consequence(),
              wipes
                  ? Optional.of(
                      "stop and disable " + manager.title() + ", or open the port through it")
                  : Optional.empty()));
    }
    for (OwnChain own : OwnChain.values()) {
      for (RuleLine rule : ChainContent.foreign(filter.rules(own.chain()))) {
        notices.add(
            new Diagnostic(
                Severity.WARNING,
                Optional.empty(),
                own.place(state.family())
                    + " holds a rule without Durward's mark, which stays"
                    + " there: "
                    + rule.text(),
                Optional.of("move it to a chain of its owner")));
      }
    }
    for (JumpPlacement.Result placement : placements) {
      for (RuleLine rule : placement.overtaken()) {
        notices.add(
            new Diagnostic(
                Severity.ERROR,
                Optional.empty(),
                program
                    + " has a block behind a catch-all, or in the chain of one, which allow rules"
                    + " would have to overtake: "
                    + rule.text(),
                Optional.of("move that rule to INPUT or OUTPUT itself, before the catch-all")));
      }
    }
    return notices;
  }

  private static boolean isOf(Family family, String place) {
    return place.startsWith(family == Family.IPV4 ? "iptables " : "ip6tables ");
  }
}
