package dev.durward.platform.iptables;

import java.util.List;

/**
 * A chain of a table.
 *
 * @param name its name
 * @param policy {@code ACCEPT} or {@code DROP} of a built-in chain; {@code -} of a user's
 * @param rules in their order
 */
record Chain(String name, String policy, List<RuleLine> rules) {
  Chain {
    rules = List.copyOf(rules);
  }
}
