package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Rule;
import dev.durward.platform.NeighbourDiscovery;
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
    NeighbourDiscovery.warning(rule, sources).ifPresent(found::add);
    return found;
  }
}
