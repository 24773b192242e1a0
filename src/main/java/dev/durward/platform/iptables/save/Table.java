package dev.durward.platform.iptables.save;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as it was read.
 *
 * @param chains by name, in the order of the dump
 */
public record Table(Map<String, Chain> chains) {
  /** A table that nobody has touched yet: built-in chains that accept. */
  public static final Table UNTOUCHED = new Table(Map.of());

  public Table {
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
  }

  public Optional<Chain> chain(String name) {
    return Optional.ofNullable(chains.get(name));
  }

  /** The rules of a chain; none if there is no such chain. */
  public List<RuleLine> rules(String name) {
    return chain(name).map(Chain::rules).orElse(List.of());
  }

  /** The policy of a built-in chain. */
  public String policy(String name) {
    return chain(name).map(Chain::policy).orElse("ACCEPT");
  }

  public boolean isUserChain(String name) {
    return chain(name).map(chain -> chain.policy().equals("-")).orElse(false);
  }
}
