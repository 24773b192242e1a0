package dev.durward.probe.derivation;

import dev.durward.model.Direction;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.Untested;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Derives the probes of the rules that hold on this host, from wherever they may come. */
public final class Probes {
  private final List<RuleSet> sets;
  private final HostNetwork host;
  private final Sampling sampling;
  private final List<Probe> probes = new ArrayList<>();
  private final List<Untested> untested = new ArrayList<>();
  private int portsWritten;
  private int portsProbed;

  private Probes(List<RuleSet> sets, HostNetwork host, Sampling sampling) {
    this.sets = sets;
    this.host = host;
    this.sampling = sampling;
  }

  /**
   * Derives the probes of all rules, and names what none of them speaks for. Rules that don't hold
   * here and on that day have neither.
   *
   * @param sets all that is meant to hold together: a port that one of them allows and another one
   *     blocks must be shut
   */
  public static Derivation derive(
      List<RuleSet> sets, Platform platform, LocalDate day, HostNetwork host, Sampling sampling) {
    List<RuleSet> inForce = sets.stream().map(set -> set.inForce(platform, day)).toList();
    Probes probes = new Probes(inForce, host, sampling);
    for (RuleSet set : inForce) {
      for (Rule rule : set.rules()) {
        probes.add(Mark.of(set.policy(), rule.name()), rule);
      }
    }
    return new Derivation(probes.probes, probes.untested, probes.notes());
  }

  private void add(Mark mark, Rule rule) {
    if (rule.directions().contains(Direction.OUT)) {
      untested.add(new Untested(mark, "out", "connections that this host opens are not probed"));
    }
    if (!rule.directions().contains(Direction.IN)) {
      return;
    }
    for (Protocol protocol : rule.protocols()) {
      if (protocol.equals(Protocol.TCP)) {
        add(mark, rule, Transport.TCP);
      } else if (protocol.equals(Protocol.UDP)) {
        add(mark, rule, Transport.UDP);
      } else {
        untested.add(
            new Untested(mark, "in " + protocol.word(), "only TCP and UDP ports are probed"));
      }
    }
  }

  private void add(Mark mark, Rule rule, Transport transport) {
    ProbeFinder finder = new ProbeFinder(sets, host, mark, rule, transport);
    List<Integer> ports = sampling.of(rule.destinationPorts());
    portsWritten += rule.destinationPorts().ranges().stream().mapToInt(PortRange::size).sum();
    portsProbed += ports.size();
    rule.effectiveFamilies()
        .forEach(family -> finder.find(family, ports, probes::add, untested::add));
  }

  private List<String> notes() {
    return portsProbed == portsWritten
        ? List.of()
        : List.of(
            "of large ranges only both ends and the middle were probed: "
                + portsProbed
                + " of "
                + portsWritten
                + " ports; --all-ports probes each");
  }
}
