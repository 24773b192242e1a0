package dev.durward.probe.verification;

import java.util.List;

/**
 * What was found about the services behind ports.
 *
 * @param results in the order of the rules
 * @param lifetimes of the certificates, those of one chain together, the server's own first
 */
public record ServiceFindings(List<Result> results, List<Lifetime> lifetimes) {
  public ServiceFindings {
    results = List.copyOf(results);
    lifetimes = List.copyOf(lifetimes);
  }
}
