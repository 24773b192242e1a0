package dev.durward.platform.iptables.save;

import java.util.List;

/**
 * A chain of a table.
 *
 * @param name its name
 * @param policy {@code ACCEPT} or {@code DROP} of a built-in chain; {@code -} of a user's
 * @param rules in their order
 */
public record Chain(String name, String policy, List<RuleLine> rules) {
  public Chain {
    rules = List.copyOf(rules);
  }
}
