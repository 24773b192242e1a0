package dev.durward.probe.derivation;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.Untested;
import dev.durward.probe.Ways;
import dev.durward.probe.Ways.Way;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Derives the probes of rules for vantages that have no choice of their source: what is expected is
 * what the rules say of the address that the packets really come from.
 */
public final class FixedProbes {
  private final Readings readings;
  private final Ways ways;
  private final Sampling sampling;
  private final List<Probe> probes = new ArrayList<>();
  private final List<Untested> untested = new ArrayList<>();
  private boolean isSample;

  private FixedProbes(Readings readings, Ways ways, Sampling sampling) {
    this.readings = readings;
    this.ways = ways;
    this.sampling = sampling;
  }

  /**
   * Derives the probes of all rules, and names what none of them speaks for.
   *
   * @param platforms one of which the host has
   * @param sets all that is meant to hold together
   */
  public static Derivation derive(
      List<RuleSet> sets,
      Collection<Platform> platforms,
      LocalDate day,
      Ways ways,
      Sampling sampling) {
    Readings readings = Readings.of(sets, platforms, day);
    FixedProbes probes = new FixedProbes(readings, ways, sampling);
    for (RuleSet set : sets) {
      for (Rule rule : set.rules()) {
        if (readings.holds(set.policy(), rule)) {
          probes.add(Mark.of(set.policy(), rule.name()), rule);
        }
      }
    }
    return new Derivation(probes.probes, probes.untested, probes.notes());
  }

  private List<String> notes() {
    return isSample
        ? List.of(
            "of large ranges only both ends and the middle were probed; --all-ports probes each")
        : List.of();
  }

  private void add(Mark mark, Rule rule) {
    if (rule.directions().contains(Direction.OUT)) {
      untested.add(new Untested(mark, "out", "connections that this host opens are not probed"));
    }
    if (!rule.directions().contains(Direction.IN)) {
      return;
    }
    for (Protocol protocol : rule.protocols()) {
      Optional<Transport> transport =
          List.of(Transport.values()).stream()
              .filter(each -> each.protocol().equals(protocol))
              .findFirst();
      if (transport.isPresent()) {
        rule.effectiveFamilies().forEach(family -> add(mark, rule, transport.get(), family));
      } else {
        untested.add(
            new Untested(mark, "in " + protocol.word(), "only TCP and UDP ports are probed"));
      }
    }
  }

  private void add(Mark mark, Rule rule, Transport transport, Family family) {
    Map<String, List<PortRange>> reasons = new LinkedHashMap<>();
    Optional<String> trouble = trouble(rule, family);
    if (trouble.isPresent()) {
      reasons.put(trouble.get(), rule.destinationPorts().ranges());
    } else {
      isSample |= sampling.isPartOf(rule.destinationPorts());
      List<Way> some = ways.in(family).stream().filter(way -> isAbout(rule, way)).toList();
      for (int port : sampling.of(rule.destinationPorts())) {
        find(mark, rule, transport, some, port)
            .ifPresent(
                reason ->
                    reasons
                        .computeIfAbsent(reason, none -> new ArrayList<>())
                        .add(new PortRange(port, port)));
      }
    }
    reasons.forEach(
        (reason, ports) -> {
          String subject = family.word() + " " + transport.word() + " " + PortSet.of(ports);
          untested.add(new Untested(mark, subject, reason));
        });
  }

  private Optional<String> trouble(Rule rule, Family family) {
    List<Way> some = ways.in(family);
    if (some.isEmpty()) {
      return Optional.of(ways.trouble(family));
    }
    if (some.stream().noneMatch(way -> rule.local().contains(way.target()))) {
      return Optional.of("none of the rule's local addresses can be probed from there");
    }
    return some.stream().anyMatch(way -> isAbout(rule, way))
        ? Optional.empty()
        : Optional.of(
            "the rule is not about " + some.get(0).source() + ", where the probes come from");
  }

  private static boolean isAbout(Rule rule, Way way) {
    return rule.local().contains(way.target()) && rule.remote().contains(way.source());
  }

  /** Adds the probe on the best way on which it is certain what to expect, or says why not. */
  private Optional<String> find(
      Mark mark, Rule rule, Transport transport, List<Way> some, int port) {
    Optional<Probe> best = Optional.empty();
    String doubt = "";
    for (Way way : some) {
      Certainty found = Certainty.of(readings, transport, way, port);
      Optional<Probe> probe = found.decision().map(said -> probe(mark, said, transport, way, port));
      if (found.decision().map(said -> said.action() == rule.action()).orElse(false)) {
        probe.ifPresent(probes::add);
        return Optional.empty();
      }
      best = best.or(() -> probe);
      doubt = found.doubt();
    }
    best.ifPresent(probes::add);
    return best.isPresent()
        ? Optional.empty()
        : Optional.of(doubt.isEmpty() ? "no rule decides about such a probe" : doubt);
  }

  private static Probe probe(Mark mark, Decision said, Transport transport, Way way, int port) {
    return new Probe(
        mark,
        said.deciders(),
        said.expected(),
        transport,
        new Endpoint(way.target(), port),
        new Endpoint(way.source(), 0),
        Optional.empty(),
        said.limited());
  }
}
