package dev.durward.cli.examination;

import dev.durward.cli.host.Dump;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.host.LinuxHost;
import dev.durward.cli.host.Reading;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Family;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Locality;
import dev.durward.platform.host.Listeners;
import dev.durward.platform.host.LocalityReader;
import dev.durward.platform.host.ReversePath;
import dev.durward.probe.ListenerTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that {@code explain} knows of a host.
 *
 * @param snapshot its rules
 * @param families those of which the rules are known
 * @param locality what else is known
 * @param listeners who listens there; empty if that isn't known
 * @param notices what could not be read, or is to be known about the whole host
 */
record Situation(
    HostSnapshot snapshot,
    Set<Family> families,
    Locality locality,
    Optional<ListenerTable> listeners,
    List<Diagnostic> notices) {
  Situation {
    families = Set.copyOf(families);
    notices = List.copyOf(notices);
  }

  /** Of a dump. */
  static Situation of(Dump dump) throws FirewallException {
    return new Situation(
        dump.snapshot(), dump.families(), Locality.UNKNOWN, Optional.empty(), List.of());
  }

  /** Of this host, now. */
  static Situation of(Host host) throws FirewallException, InterruptedException {
    Reading rules = Reading.begin(host, Keeper.Choice.AUTO);
    Set<Family> both = EnumSet.allOf(Family.class);
    if (!(host instanceof LinuxHost)) {
      return new Situation(rules.await(), both, Locality.UNKNOWN, Optional.empty(), List.of());
    }
    Concurrent<Locality> place = Concurrent.start(() -> new LocalityReader(host.runner()).read());
    HostSnapshot snapshot = rules.await();
    List<Diagnostic> notices = new ArrayList<>();
    Locality locality = Locality.UNKNOWN;
    try {
      locality = place.await();
    } catch (FirewallException e) {
      notices.add(
          warning(
              "this host's own addresses are not known, so that answers are about more than it"
                  + " has: "
                  + e.getMessage(),
              e.remedy()));
    }
    Optional<ListenerTable> listeners = Optional.empty();
    try {
      listeners = Optional.of(new Listeners().read());
    } catch (IOException e) {
      notices.add(
          warning("who listens could not be read: " + e.getMessage(), "run ss -ltun by hand"));
    }
    notices.addAll(ReversePath.notices(locality.interfaces()));
    return new Situation(snapshot, both, locality, listeners, notices);
  }

  private static Diagnostic warning(String message, String proposal) {
    return new Diagnostic(Severity.WARNING, Optional.empty(), message, Optional.of(proposal));
  }
}
