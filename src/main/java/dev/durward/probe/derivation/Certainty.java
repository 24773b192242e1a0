package dev.durward.probe.derivation;

import dev.durward.model.Action;
import dev.durward.model.PortRange;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.Ways.Way;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What rules say of a probe of which something isn't known: the interface that it comes in by, its
 * source port, and which of the rules hold.
 *
 * @param decision what they say in every case; empty if that differs, or none says anything
 * @param doubt what it depends on, without a full stop
 */
record Certainty(Optional<Decision> decision, String doubt) {
  static Certainty of(Readings readings, Transport transport, Way way, int port) {
    List<Certainty> each =
        readings.all().stream().map(sets -> of(sets, transport, way, port)).toList();
    return agreement(each, "it depends on the platform there, or on what Windows alone can tell");
  }

  /** By one reading. */
  private static Certainty of(List<RuleSet> sets, Transport transport, Way way, int port) {
    List<Certainty> each = new ArrayList<>();
    for (Optional<String> name : interfaces(sets)) {
      each.add(of(sets, transport, way, port, name));
    }
    return agreement(
        each, "a rule names an interface, and which one probes come in by is not known");
  }

  private static Certainty of(
      List<RuleSet> sets, Transport transport, Way way, int port, Optional<String> name) {
    List<Certainty> each = new ArrayList<>();
    for (int sourcePort : sourcePorts(sets)) {
      Endpoint source = new Endpoint(way.source(), sourcePort);
      Endpoint target = new Endpoint(way.target(), port);
      each.add(new Certainty(Decision.of(sets, Probe.flow(transport, source, target, name)), ""));
    }
    return agreement(each, "a rule names source ports, and the probes' own can't be chosen");
  }

  private static Certainty agreement(List<Certainty> each, String otherwise) {
    Set<Optional<Action>> actions = new HashSet<>();
    Set<Mark> deciders = new HashSet<>();
    boolean limited = false;
    for (Certainty one : each) {
      if (!one.doubt().isEmpty()) {
        return one;
      }
      actions.add(one.decision().map(Decision::action));
      one.decision().ifPresent(said -> deciders.addAll(said.deciders()));
      limited |= one.decision().map(Decision::limited).orElse(false);
    }
    if (actions.size() > 1) {
      return new Certainty(Optional.empty(), otherwise);
    }
    boolean mayBeLimited = limited;
    return new Certainty(
        actions.iterator().next().map(action -> new Decision(action, deciders, mayBeLimited)), "");
  }

  /** Each that a rule names, and one that none does. */
  private static Set<Optional<String>> interfaces(List<RuleSet> sets) {
    Set<Optional<String>> names = new LinkedHashSet<>();
    names.add(Optional.empty());
    for (RuleSet set : sets) {
      for (Rule rule : set.rules()) {
        rule.linux().interfaces().forEach(name -> names.add(Optional.of(name.replace("+", ""))));
      }
    }
    return names;
  }

  /** One on each side of every border; 0, which no rule names, if none cares. */
  private static Set<Integer> sourcePorts(List<RuleSet> sets) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (RuleSet set : sets) {
      for (Rule rule : set.rules()) {
        if (!rule.sourcePorts().isAll()) {
          for (PortRange range : rule.sourcePorts().ranges()) {
            ports.add(range.first());
            ports.add(range.last());
            ports.add(Math.min(range.last() + 1, 65535));
            ports.add(Math.max(range.first() - 1, 1));
          }
        }
      }
    }
    return ports.isEmpty() ? Set.of(0) : ports;
  }
}
