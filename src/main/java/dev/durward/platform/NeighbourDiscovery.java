package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import java.util.Optional;

/** RFC 4861: without neighbour discovery no IPv6 packet finds its way. */
public final class NeighbourDiscovery {
  private NeighbourDiscovery() {}

  /** What is to be said of a rule that refuses it. */
  public static Optional<Diagnostic> warning(Rule rule, SourceMap sources) {
    boolean icmp = rule.protocols().stream().anyMatch(p -> p.kind() != Protocol.Kind.NUMBERED);
    boolean everybody = rule.remote().isAll(Family.IPV6) && rule.local().isAll(Family.IPV6);
    if (rule.action() == Action.ALLOW
        || !icmp
        || !everybody
        || !rule.effectiveFamilies().contains(Family.IPV6)) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnostic.warning(
            sources.of(rule.name(), "protocol"),
            "this refuses ICMPv6 "
                + (rule.directions().contains(Direction.IN) ? "in" : "out")
                + ", neighbour discovery included: IPv6 will stop working on this host",
            "add `families: [ipv4]`, or name protocols"));
  }
}
