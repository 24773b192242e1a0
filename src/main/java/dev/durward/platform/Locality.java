package dev.durward.platform;

import dev.durward.model.AddressSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a host beside its rules.
 *
 * @param addresses its own; empty if they aren't known, as of a dump
 * @param interfaces the names of those that lead to networks; none if they aren't known
 */
public record Locality(Optional<AddressSet> addresses, Set<String> interfaces) {
  /** Of a host of which the rules alone are there. */
  public static final Locality UNKNOWN = new Locality(Optional.empty(), Set.of());

  public Locality {
    interfaces = Set.copyOf(interfaces);
  }
}
