package dev.durward.probe;

import java.util.List;

/**
 * What rules come to as probes.
 *
 * @param probes in the order of the rules
 * @param untested the parts of the rules that none of them speaks for
 */
public record Derivation(List<Probe> probes, List<Untested> untested) {
  public Derivation {
    probes = List.copyOf(probes);
    untested = List.copyOf(untested);
  }
}
