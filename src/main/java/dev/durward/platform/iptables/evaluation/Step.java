package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.save.RuleLine;
import java.util.List;

/**
 * A place on the way of packets that mattered.
 *
 * @param table its name
 * @param chain its name
 * @param rules the rule there; none for the policy of the chain; several where it is of no matter
 *     for what becomes of the packets which of them they meet first: bans, mostly
 * @param policy that of the chain, {@code -} of a user's
 */
public record Step(String table, String chain, List<RuleLine> rules, String policy) {
  public Step {
    rules = List.copyOf(rules);
  }
}
