package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.router.Forwarder.Obstacle;
import dev.durward.router.Routers.Router;
import java.util.Optional;

/** Why routers can't be asked for ports. */
record Obstacles(Routers routers) {
  private static final String HIDDEN =
      "forward the port at the router before it too, or ask the provider for a public address;"
          + " until then leave `router` out";

  private static final String ROUTER_STATUS = "durward router status";

  /** What forbids to ask for ports of a family; empty if they can be asked for. */
  Optional<Obstacle> of(Family family) throws FirewallException, InterruptedException {
    Optional<Router> router = routers.of(family);
    if (router.isEmpty()) {
      return Optional.of(
          new Obstacle(
              "no router leads out of this host's network in " + family.title(),
              "see ip route, or ipconfig; or leave `router` out"));
    }
    IpAddress gateway = router.get().gateway().address();
    Optional<RouterProtocol> speaking = routers.speaking(family);
    if (speaking.isEmpty()) {
      return Optional.of(
          new Obstacle(
              "the router "
                  + gateway
                  + (router.get().protocols().isEmpty()
                      ? " answers neither UPnP nor PCP nor NAT-PMP"
                      : " speaks nothing by which ports of " + family.title() + " are opened"),
              "switch UPnP or PCP on at the router, or open the port by hand: "
                  + ROUTER_STATUS
                  + " says what to enter there; then leave `router` out"));
    }
    return family == Family.IPV4 ? hidden(router.get()) : Optional.empty();
  }

  /** In IPv6 nothing is translated: what a router has for itself there doesn't matter. */
  private Optional<Obstacle> hidden(Router router) throws InterruptedException {
    IpAddress gateway = router.gateway().address();
    Optional<IpAddress> outside;
    try {
      outside = routers.externalAddress(Family.IPV4);
    } catch (FirewallException e) {
      return Optional.of(new Obstacle(String.valueOf(e.getMessage()), e.remedy()));
    }
    boolean isTold = router.protocols().stream().anyMatch(each -> each.method().tellsAddress());
    if (outside.isEmpty() && isTold) {
      return Optional.of(
          new Obstacle(
              "the router "
                  + gateway
                  + " says that it has no address outside by which it could be"
                  + " reached",
              HIDDEN));
    }
    return outside
        .flatMap(ExternalAddress::obstacle)
        .map(
            why ->
                new Obstacle(
                    "the router "
                        + gateway
                        + " is not reached from outside itself: its own address there, "
                        + outside.get()
                        + ", is "
                        + why,
                    HIDDEN));
  }
}
