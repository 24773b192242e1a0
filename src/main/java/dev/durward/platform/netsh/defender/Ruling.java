package dev.durward.platform.netsh.defender;

import dev.durward.model.Verdict.Decision;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.List;
import java.util.Optional;

/**
 * What Windows does with a packet, and why.
 *
 * @param decision allowed or blocked, unless one of the doubts comes true
 * @param reason what decides
 * @param rule the rule that decides, if one does
 * @param doubts rules that would decide otherwise, or let others do so, if conditions hold of which
 *     nothing is known; group policy's first
 */
public record Ruling(
    Decision decision, Reason reason, Optional<FirewallRule> rule, List<Doubt> doubts) {
  /** What decides about a packet. */
  public enum Reason {
    /** The packet never leaves the host. */
    LOOPBACK,
    /** The firewall is off in the profile. */
    OFF,
    /** Nothing is let in, whatever the rules say. */
    SHIELDS_UP,
    RULE,
    /** The profile's own action, since no rule speaks about the packet. */
    DEFAULT
  }

  /**
   * A rule that may match.
   *
   * @param conditions what is to hold for it, as {@code KEY=VALUE}; not empty
   */
  public record Doubt(FirewallRule rule, List<String> conditions) {
    public Doubt {
      conditions = List.copyOf(conditions);
    }
  }

  public Ruling {
    doubts = List.copyOf(doubts);
  }

  /** Whether the decision stands, whatever is not known. */
  public boolean isCertain() {
    return doubts.isEmpty();
  }
}
