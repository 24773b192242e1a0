package dev.durward.router;

import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where it is written down what routers have given. */
public interface Ledger {
  /**
   * What stands there, in the order in which it was asked for; nothing if there is none.
   *
   * @throws FirewallException if it can't be read, or is damaged
   */
  List<Grant> grants() throws FirewallException;

  /**
   * Writes all of it anew: it is on the disk when this returns.
   *
   * @throws FirewallException if that failed: then no router may be asked
   */
  void write(List<Grant> grants) throws FirewallException;

  /** What a router was asked for by this host at a port, whoever wanted it. */
  default Optional<Grant> find(IpAddress gateway, Forward port) throws FirewallException {
    return grants().stream().filter(grant -> grant.isAt(gateway, port)).findFirst();
  }

  /** Writes one down, in the place of what stands there about its port. */
  default void keep(Grant grant) throws FirewallException {
    List<Grant> all = new ArrayList<>();
    boolean isNew = true;
    for (Grant each : grants()) {
      boolean isIt = each.isAt(grant.gateway(), grant.forward());
      all.add(isIt ? grant : each);
      isNew &= !isIt;
    }
    if (isNew) {
      all.add(grant);
    }
    write(all);
  }

  /** Strikes out what stands there about a port. */
  default void drop(Grant grant) throws FirewallException {
    List<Grant> rest = new ArrayList<>(grants());
    rest.removeIf(each -> each.isAt(grant.gateway(), grant.forward()));
    write(rest);
  }
}
