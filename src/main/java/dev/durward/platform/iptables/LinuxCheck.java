package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of a rule on Linux, whichever program keeps it. */
public final class LinuxCheck {
  private LinuxCheck() {}

  /** A user that isn't there, and what stops neighbour discovery. */
  public static List<Diagnostic> of(
      Rule rule, SourceMap sources, IptablesBackend.UserNumbers users) {
    List<Diagnostic> found = new ArrayList<>();
    rule.linux()
        .user()
        .filter(user -> users.number(user).isEmpty())
        .ifPresent(
            user ->
                found.add(
                    Diagnostic.error(
                        sources.of(rule.name(), "linux.user"),
                        "this host has no user " + user,
                        "create the user, or write the number of one")));
    if (stopsNeighbourDiscovery(rule)) {
      String way = rule.directions().contains(Direction.IN) ? "in" : "out";
      found.add(
          Diagnostic.warning(
              sources.of(rule.name(), "protocol"),
              "this refuses ICMPv6 "
                  + way
                  + ", neighbour discovery included: IPv6 will stop"
                  + " working on this host",
              "add `families: [ipv4]`, or name protocols"));
    }
    return found;
  }

  /** RFC 4861: without neighbour discovery no IPv6 packet finds its way. */
  private static boolean stopsNeighbourDiscovery(Rule rule) {
    boolean icmp = rule.protocols().stream().anyMatch(p -> p.kind() != Protocol.Kind.NUMBERED);
    boolean everybody = rule.remote().isAll(Family.IPV6) && rule.local().isAll(Family.IPV6);
    return rule.action() != Action.ALLOW
        && icmp
        && everybody
        && rule.effectiveFamilies().contains(Family.IPV6);
  }
}
