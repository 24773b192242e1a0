package dev.durward.platform.iptables;

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
record Table(Map<String, Chain> chains) {
  /** A table that nobody has touched yet: built-in chains that accept. */
  static final Table UNTOUCHED = new Table(Map.of());

  Table {
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
  }

  Optional<Chain> chain(String name) {
    return Optional.ofNullable(chains.get(name));
  }

  /** The rules of a chain; none if there is no such chain. */
  List<RuleLine> rules(String name) {
    return chain(name).map(Chain::rules).orElse(List.of());
  }

  /** The policy of a built-in chain. */
  String policy(String name) {
    return chain(name).map(Chain::policy).orElse("ACCEPT");
  }

  boolean isUserChain(String name) {
    return chain(name).map(chain -> chain.policy().equals("-")).orElse(false);
  }
}
