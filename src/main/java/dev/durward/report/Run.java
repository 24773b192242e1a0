package dev.durward.report;

import dev.durward.model.IpAddress;
import dev.durward.probe.Probe;
import dev.durward.probe.Result;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Results of one rule for adjacent ports that say the same, which people read as one.
 *
 * @param results at least one, in the order of their ports
 */
record Run(List<Result> results) {
  Run {
    results = List.copyOf(results);
  }

  /** Whether a result may be told with the one before it. */
  static boolean continues(Result one, Result next) {
    return one.rule().equals(next.rule())
        && one.observation().outcome() == next.observation().outcome()
        && one.observation().reason().equals(next.observation().reason())
        && one.judgement().equals(next.judgement())
        && one.counted().equals(next.counted())
        && one.probe().isPresent()
        && next.probe().isPresent()
        && continues(one.probe().get(), next.probe().get());
  }

  /** Where a probe comes from is no matter: a rule may have to be probed from many addresses. */
  private static boolean continues(Probe one, Probe next) {
    return one.expected() == next.expected()
        && one.deciders().equals(next.deciders())
        && one.transport() == next.transport()
        && one.networkInterface().equals(next.networkInterface())
        && one.target().address().equals(next.target().address())
        && one.target().port() + 1 == next.target().port();
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
    return probe.get().transport().word()
        + " "
        + probe.get().target()
        + "-"
        + lastPort()
        + " from "
        + sources()
        + probe.get().networkInterface().map(name -> " by " + name).orElse("");
  }

  /** The ports of one with a probe: {@code 443}, {@code 1-1023}. */
  String ports() {
    int first = first().probe().orElseThrow().target().port();
    return results.size() == 1 ? String.valueOf(first) : first + "-" + lastPort();
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
