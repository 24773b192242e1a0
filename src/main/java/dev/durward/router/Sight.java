package dev.durward.router;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.platform.FirewallException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the router has of policies, and what stands in the way of what they want: read at one time.
 *
 * @param there what was given to them, in lines of a plan; where the router can't be asked, only
 *     what they still want
 * @param troubles why a line of these has to be asked for anew, if it stays
 * @param notices what the user must know; an error is an obstacle
 */
record Sight(List<Entry> there, Map<Entry, String> troubles, List<Diagnostic> notices) {
  Sight {
    there = List.copyOf(there);
    troubles = new LinkedHashMap<>(troubles);
    notices = List.copyOf(notices);
  }

  /** Asks the router, as far as these policies have anything to do with it. */
  static Sight of(Forwarder forwarder, Desired desired)
      throws FirewallException, InterruptedException {
    return new Look(forwarder, desired).sight();
  }

  boolean isObstructed() {
    return notices.stream().anyMatch(Diagnostic::isError);
  }
}
