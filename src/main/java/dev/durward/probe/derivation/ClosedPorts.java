package dev.durward.probe.derivation;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Platform;
import dev.durward.model.PortSet;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Derives probes of the ports next to those that rules allow: a rule that came out too wide shows
 * there first.
 */
public final class ClosedPorts {
  private ClosedPorts() {}

  /**
   * The probes, in the order of the rules that they stand next to. A port that some rule allows on
   * every way has none.
   *
   * @param sets all that is meant to hold together, on that platform and day
   */
  public static List<Probe> derive(
      List<RuleSet> sets, Platform platform, LocalDate day, HostNetwork host) {
    List<RuleSet> inForce = sets.stream().map(set -> set.inForce(platform, day)).toList();
    List<Probe> probes = new ArrayList<>();
    for (RuleSet set : inForce) {
      for (Rule rule : set.rules()) {
        if (rule.action() == Action.ALLOW && rule.directions().contains(Direction.IN)) {
          Mark mark = Mark.of(set.policy(), rule.name());
          for (Transport transport : Transport.values()) {
            if (rule.protocols().contains(transport.protocol())) {
              ProbeFinder finder = new ProbeFinder(inForce, host, mark, rule, transport);
              List<Integer> ports = nextTo(rule.destinationPorts());
              rule.effectiveFamilies()
                  .forEach(family -> finder.findClosed(family, ports, probes::add));
            }
          }
        }
      }
    }
    return probes;
  }

  /** The ports right below and above the ranges, ascending, without 0 and 65536. */
  static List<Integer> nextTo(PortSet ports) {
    return ports.complement().ranges().stream()
        .flatMap(gap -> Stream.of(gap.first(), gap.last()))
        .distinct()
        .filter(port -> ports.contains(port - 1) || ports.contains(port + 1))
        .toList();
  }
}
