package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Inbound;
import dev.durward.model.RuleSet;
import java.util.List;

/** What is to be said of {@code inbound: block} where Durward doesn't keep it. */
public final class InboundCheck {
  private InboundCheck() {}

  /**
   * An error with its place in the file, if it says so: without it more would come in than written.
   *
   * @param keeper what keeps the rules
   * @param instead what its owner does for the same, after "leave it out, and"
   */
  public static List<Diagnostic> refusal(
      RuleSet rules, SourceMap sources, String keeper, String instead) {
    return rules.inbound() == Inbound.ALLOW
        ? List.of()
        : List.of(
            Diagnostic.error(
                sources.of(RuleSet.INBOUND_BLOCK, "inbound"),
                "`inbound: block` is not possible through "
                    + keeper
                    + ", where what no rule is about goes by a setting of the owner's",
                "leave it out, and " + instead));
  }
}
