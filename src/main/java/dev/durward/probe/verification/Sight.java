package dev.durward.probe.verification;

import java.util.List;

/**
 * What probes saw and what it means.
 *
 * @param results in the order of the probes
 * @param complete whether nothing interrupted them
 */
record Sight(List<Result> results, boolean complete) {
  Sight {
    results = List.copyOf(results);
  }
}
