package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.probe.Endpoint;
import dev.durward.router.Forwarder.Obstacle;
import dev.durward.router.Routers.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where those outside come to what a router has given.
 *
 * @param grant what it has given
 * @param target the address and port outside; empty if there is none
 * @param trouble why there is none, without a full stop; empty if there is one
 */
public record Doorstep(Grant grant, Optional<Endpoint> target, String trouble) {
  /** In IPv4 the router's own address outside, as it says it; in IPv6 this host's. */
  public static List<Doorstep> of(Forwarder forwarder, List<Grant> grants)
      throws FirewallException, InterruptedException {
    List<Doorstep> all = new ArrayList<>();
    for (Grant grant : grants) {
      all.add(of(forwarder, grant));
    }
    return all;
  }

  private static Doorstep of(Forwarder forwarder, Grant grant)
      throws FirewallException, InterruptedException {
    Family family = grant.forward().family();
    Optional<Router> router = forwarder.routers().of(family);
    if (router.filter(there -> there.gateway().address().equals(grant.gateway())).isEmpty()) {
      return without(
          grant, "the router " + grant.gateway() + ", which gave it, is not before this host now");
    }
    Optional<Obstacle> obstacle = forwarder.obstacle(family);
    if (obstacle.isPresent()) {
      return without(grant, obstacle.get().why());
    }
    Optional<IpAddress> outside =
        family == Family.IPV4
            ? forwarder.routers().externalAddress(family)
            : Optional.of(grant.internal());
    return outside.isPresent()
        ? new Doorstep(
            grant, Optional.of(new Endpoint(outside.get(), grant.forward().externalPort())), "")
        : without(
            grant,
            "the router " + grant.gateway() + " doesn't say by which address it is known outside");
  }

  /** One that nobody can be sent to. */
  public static Doorstep without(Grant grant, String trouble) {
    return new Doorstep(grant, Optional.empty(), trouble);
  }
}
