package dev.durward.platform.netsh.translation;

import dev.durward.model.Rule;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.RulePiece;
import dev.durward.platform.RulePiece.Texts;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.List;
import java.util.Optional;

/** The rules of Defender Firewall that one rule of a file came to, put together again. */
public final class OwnPieces {
  private OwnPieces() {}

  /**
   * The rule, under its own name.
   *
   * @param there all rules of the host with that mark
   * @return empty if no rule of a file comes to exactly these: somebody has changed them
   */
  public static Optional<Rule> whole(Mark mark, List<FirewallRule> there) {
    Optional<RulePiece> whole = Optional.empty();
    for (FirewallRule each : there) {
      for (RulePiece piece : Restatement.of(each, each.profiles()).readable().orElse(List.of())) {
        whole = whole.isEmpty() ? Optional.of(piece) : whole.flatMap(some -> some.with(piece));
        if (whole.isEmpty()) {
          return Optional.empty();
        }
      }
    }
    Texts texts =
        there
            .get(0)
            .description()
            .flatMap(OwnDescription::parse)
            .map(own -> new Texts(own.description(), own.justification(), own.owner(), true))
            .orElse(Texts.NONE);
    return whole
        .flatMap(piece -> piece.rule(mark.rule(), texts))
        .filter(rule -> entries(mark, there).equals(written(mark, rule)));
  }

  private static List<String> entries(Mark mark, List<FirewallRule> rules) {
    return rules.stream()
        .map(rule -> new OwnRule(mark, rule).entry())
        .map(Entry::text)
        .sorted()
        .toList();
  }

  private static List<String> written(Mark mark, Rule rule) {
    return entries(mark, RuleTranslation.translate(mark.policy(), rule, Variables.USUAL));
  }
}
