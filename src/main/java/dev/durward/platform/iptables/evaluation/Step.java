package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.save.RuleLine;
import java.util.Optional;

/**
 * A place on the way of packets that mattered.
 *
 * @param table its name
 * @param chain its name
 * @param rule the rule there; empty for the policy of the chain
 * @param policy that of the chain, {@code -} of a user's
 */
public record Step(String table, String chain, Optional<RuleLine> rule, String policy) {}
