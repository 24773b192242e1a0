package dev.durward.model;

import java.util.Optional;

/**
 * What a rule set says of a flow.
 *
 * @param decision what is to happen
 * @param rule the name of the rule that decides, if one does, or {@link RuleSet#INBOUND_BLOCK}
 */
public record Verdict(Decision decision, Optional<String> rule) {
  /** What is to happen with a packet. */
  public enum Decision {
    ALLOWED,
    BLOCKED,
    REJECTED,
    /** No rule speaks about it: the host's own rules decide. */
    UNDECIDED
  }

  static Verdict of(Rule rule) {
    Decision decision =
        switch (rule.action()) {
          case ALLOW -> Decision.ALLOWED;
          case BLOCK -> Decision.BLOCKED;
          case REJECT -> Decision.REJECTED;
        };
    return new Verdict(decision, Optional.of(rule.name()));
  }

  static final Verdict UNDECIDED = new Verdict(Decision.UNDECIDED, Optional.empty());
  static final Verdict INBOUND_BLOCKED =
      new Verdict(Decision.BLOCKED, Optional.of(RuleSet.INBOUND_BLOCK));
}
