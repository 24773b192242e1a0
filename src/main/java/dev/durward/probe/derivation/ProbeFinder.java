package dev.durward.probe.derivation;

import dev.durward.model.Action;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.PortRange;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Probe;
import dev.durward.probe.TestNetworks;
import dev.durward.probe.Transport;
import dev.durward.probe.Untested;
import dev.durward.probe.derivation.HostNetwork.Interface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds, for the ports of one rule, where probes come from and go to. */
final class ProbeFinder {
  /**
   * After about six ICMP answers to one address the kernel holds the next ones back
   * (net.ipv4.icmp_ratelimit), and a TCP probe over IPv6 takes two: so many probes of a reject rule
   * share a source, where there are others.
   */
  private static final int REJECTS_PER_SOURCE = 2;

  private static final int FREE_PORT = 0;

  /** For so few ports it is not worth while to know where the other rules' begin and end. */
  private static final int FEW = 64;

  private final List<RuleSet> sets;
  private final HostNetwork host;
  private final Mark mark;
  private final Rule rule;
  private final Transport transport;
  private final Sources sources;
  private final Set<Integer> sourcePorts;

  ProbeFinder(List<RuleSet> sets, HostNetwork host, Mark mark, Rule rule, Transport transport) {
    this.sets = sets;
    this.host = host;
    this.mark = mark;
    this.rule = rule;
    this.transport = transport;
    this.sources = new Sources(sets.stream().flatMap(set -> set.rules().stream()).toList(), host);
    this.sourcePorts = sourcePorts(sets, rule);
  }

  /** A way that a packet may take. */
  private record Way(Endpoint target, Endpoint source, Optional<String> entry) {}

  /** Chooses among the ways to one port. */
  private interface Choice {
    Optional<Probe> among(Supplier<Stream<Way>> ways);
  }

  /** Finds probes of the rule's own ports, and says of which parts there are none. */
  void find(
      Family family, List<Integer> ports, Consumer<Probe> probes, Consumer<Untested> untested) {
    find(family, ports, this::best, probes, untested);
  }

  /** Finds probes of ports that are not the rule's, on ways on which no rule allows them. */
  void findClosed(Family family, List<Integer> ports, Consumer<Probe> probes) {
    find(family, ports, this::closed, probes, trouble -> {});
  }

  private void find(
      Family family,
      List<Integer> ports,
      Choice choice,
      Consumer<Probe> probes,
      Consumer<Untested> untested) {
    if (rule.linux().interfaces().isEmpty()) {
      String trouble = find(family, Optional.empty(), ports, choice, probes);
      tell(family, "", trouble, untested);
      return;
    }
    for (String pattern : rule.linux().interfaces()) {
      Optional<Interface> named = host.named(pattern);
      String trouble =
          named.isEmpty()
              ? "this host has no interface " + pattern
              : named.get().name().equals(Flow.LOOPBACK)
                  ? "loopback is left alone"
                  : !named.get().up()
                      ? "the interface " + named.get().name() + " is down"
                      : find(family, named, ports, choice, probes);
      tell(family, " by " + pattern, trouble, untested);
    }
  }

  private void tell(Family family, String where, String trouble, Consumer<Untested> untested) {
    if (!trouble.isEmpty()) {
      String ports = rule.destinationPorts().toString();
      String subject = family.word() + " " + transport.word() + " " + ports + where;
      untested.accept(new Untested(mark, subject, trouble));
    }
  }

  /** Returns why there is no probe; nothing if there are some. */
  private String find(
      Family family,
      Optional<Interface> entry,
      List<Integer> ports,
      Choice choice,
      Consumer<Probe> probes) {
    List<IpAddress> targets = targets(family, entry);
    if (targets.isEmpty()) {
      return "this host has none of the rule's local addresses";
    }
    List<IpAddress> from = new ArrayList<>(sources.of(rule, family));
    if (from.isEmpty()) {
      return "no remote address is free: each is this host's, or of one that it is in touch with";
    }
    Optional<String> name = entry.map(Interface::name);
    boolean many = ports.size() > FEW;
    Set<Integer> borders = many ? borders(sets) : Set.of();
    Optional<Probe> last = Optional.empty();
    for (int i = 0; i < ports.size(); i++) {
      boolean rotated = rule.action() == Action.REJECT && i > 0 && i % REJECTS_PER_SOURCE == 0;
      if (rotated) {
        Collections.rotate(from, -1);
      }
      int port = ports.get(i);
      boolean next = many && i > 0 && port == ports.get(i - 1) + 1;
      last =
          next && !rotated && !borders.contains(port)
              ? last.map(probe -> probe.at(port))
              : choice.among(() -> ways(targets, from, port, name));
      last.ifPresent(probes);
    }
    return "";
  }

  /** The ports from which on some rule speaks, or speaks no longer: all others are as the last. */
  private static Set<Integer> borders(List<RuleSet> sets) {
    Set<Integer> borders = new HashSet<>();
    for (RuleSet set : sets) {
      for (Rule each : set.rules()) {
        for (PortRange range : each.destinationPorts().ranges()) {
          borders.add(range.first());
          borders.add(range.last() + 1);
        }
      }
    }
    return borders;
  }

  /** The host's addresses that the rule covers, those of the interface first. */
  private List<IpAddress> targets(Family family, Optional<Interface> entry) {
    Set<IpAddress> own = new LinkedHashSet<>();
    entry.ifPresent(each -> own.addAll(each.addresses()));
    own.addAll(host.addresses(family));
    List<IpAddress> targets =
        own.stream().filter(a -> a.family() == family && rule.local().contains(a)).toList();
    return targets.isEmpty() && rule.local().isAll(family)
        ? List.of(TestNetworks.target(family))
        : targets;
  }

  private Stream<Way> ways(
      List<IpAddress> targets, List<IpAddress> from, int port, Optional<String> name) {
    return targets.stream()
        .flatMap(
            target ->
                from.stream()
                    .flatMap(
                        address ->
                            sourcePorts.stream()
                                .map(
                                    sourcePort ->
                                        new Way(
                                            new Endpoint(target, port),
                                            new Endpoint(address, sourcePort),
                                            name))));
  }

  /** The first way on which the rule has its will; if there is none, the first of all ways. */
  private Optional<Probe> best(Supplier<Stream<Way>> ways) {
    return ways.get()
        .filter(way -> decision(way).map(said -> said.action() == rule.action()).orElse(false))
        .findFirst()
        .or(() -> ways.get().filter(way -> decision(way).isPresent()).findFirst())
        .flatMap(way -> decision(way).map(said -> probe(way, said.expected(), said)));
  }

  /** The first way on which no rule allows it, whether or not one says that it is blocked. */
  private Optional<Probe> closed(Supplier<Stream<Way>> ways) {
    Decision none = new Decision(Action.BLOCK, Set.of(), false);
    return ways.get()
        .filter(way -> decision(way).map(said -> said.action() != Action.ALLOW).orElse(true))
        .findFirst()
        .map(way -> probe(way, Expected.CLOSED, decision(way).orElse(none)));
  }

  private Optional<Decision> decision(Way way) {
    return Decision.of(sets, Probe.flow(transport, way.source(), way.target(), way.entry()));
  }

  private Probe probe(Way way, Expected expected, Decision said) {
    return new Probe(
        mark,
        said.deciders(),
        expected,
        transport,
        way.target(),
        way.source(),
        way.entry(),
        said.limited());
  }

  /** Whichever is free, unless some rule cares. */
  private static Set<Integer> sourcePorts(List<RuleSet> sets, Rule rule) {
    Set<Integer> candidates = new LinkedHashSet<>();
    boolean cares = false;
    for (RuleSet set : sets) {
      for (Rule each : set.rules()) {
        if (!each.sourcePorts().isAll()) {
          cares = true;
          for (PortRange range : each.sourcePorts().ranges()) {
            candidates.add(range.last());
            candidates.add(Math.min(range.last() + 1, 65535));
            candidates.add(Math.max(range.first() - 1, 1));
          }
        }
      }
    }
    candidates.removeIf(port -> !rule.sourcePorts().contains(port));
    return cares ? candidates : Set.of(FREE_PORT);
  }
}
