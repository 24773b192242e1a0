package dev.durward.report;

import dev.durward.model.IpAddress;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Result;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Results of one rule that say the same of different ports, which people read as one: of adjacent
 * ones, or of so many with gaps between them that nobody would read each.
 *
 * @param results at least one, in the order of their ports
 */
record Run(List<Result> results) {
  Run {
    results = List.copyOf(results);
  }

  /** Whether a result is about the next port, and says the same. */
  static boolean continues(Result one, Result next) {
    return one.probe().isPresent()
        && next.probe().isPresent()
        && one.probe().get().target().port() + 1 == next.probe().get().target().port()
        && Likeness.of(one).equals(Likeness.of(next));
  }

  Result first() {
    return results.get(0);
  }

  /** The one that took longest. */
  Result slowest() {
    return Collections.max(results, Comparator.comparing(each -> each.observation().elapsed()));
  }

  /** What it is about: as the result says, or {@code tcp 192.0.2.1:1-1023 from 198.18.83.254}. */
  String subject() {
    Optional<Probe> probe = first().probe();
    if (results.size() == 1 || probe.isEmpty()) {
      return first().subject();
    }
    String target = probe.get().target().toString();
    return probe.get().transport().word()
        + " "
        + target.substring(0, target.lastIndexOf(':') + 1)
        + ports()
        + " from "
        + sources()
        + probe.get().networkInterface().map(name -> " by " + name).orElse("");
  }

  /** The ports of one with a probe: {@code 443}, {@code 1-1023}, {@code 1-1023 (512 of these)}. */
  String ports() {
    int first = first().probe().orElseThrow().target().port();
    boolean hasGaps = lastPort() - first >= results.size();
    String range = first == lastPort() ? String.valueOf(first) : first + "-" + lastPort();
    return hasGaps ? range + " (" + results.size() + " of these)" : range;
  }

  private int lastPort() {
    return results.get(results.size() - 1).probe().orElseThrow().target().port();
  }

  private String sources() {
    List<IpAddress> sources =
        results.stream()
            .map(result -> result.probe().orElseThrow().source().address())
            .distinct()
            .toList();
    return sources.size() == 1 ? sources.get(0).toString() : sources.size() + " addresses";
  }
}
