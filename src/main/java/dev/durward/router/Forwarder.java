package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.router.Grant.State;
import dev.durward.router.Routers.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks routers, and keeps the ledger of what they have given: whatever is asked for stands there
 * before the router hears of it.
 */
public final class Forwarder {
  private static final String HIDDEN =
      "forward the port at the router before it too, or ask the provider for a public address;"
          + " until then leave `router` out";

  private static final String ROUTER_STATUS = "durward router status";

  private final Routers routers;
  private final Ledger ledger;

  public Forwarder(Routers routers, Ledger ledger) {
    this.routers = routers;
    this.ledger = ledger;
  }

  /** What became of a grant that was asked for anew. */
  public record Renewal(Grant grant, Outcome outcome) {}

  /**
   * Why the router can't be asked for a port, whoever has it: with what to do about it.
   *
   * @param why without a full stop
   * @param remedy without a full stop
   */
  public record Obstacle(String why, String remedy) {}

  /** What forbids to ask for ports of a family; empty if they can be asked for. */
  public Optional<Obstacle> obstacle(Family family) throws FirewallException, InterruptedException {
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
  private Optional<Obstacle> hidden(Router router) throws FirewallException, InterruptedException {
    IpAddress gateway = router.gateway().address();
    Optional<IpAddress> outside = routers.externalAddress(Family.IPV4);
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

  /** Whether all can be asked for that is wanted, whoever has it. */
  public boolean canBeAsked(Desired desired) throws FirewallException, InterruptedException {
    for (Forward forward : Wanted.of(desired)) {
      if (obstacle(forward.family()).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Asks for a port, or for a new lease of one that was given.
   *
   * @throws FirewallException if nobody can be asked, or the ledger can't be written
   */
  public Outcome open(Forward forward) throws FirewallException, InterruptedException {
    Optional<Obstacle> obstacle = obstacle(forward.family());
    if (obstacle.isPresent()) {
      throw new FirewallException(Kind.UNREACHABLE, obstacle.get().why(), obstacle.get().remedy());
    }
    RouterProtocol usual = routers.speaking(forward.family()).orElseThrow();
    Optional<Grant> earlier = find(forward, usual.gateway().address());
    if (earlier.isPresent() && !earlier.get().forward().owner().equals(forward.owner())) {
      return new Outcome.Conflict("this host's rule " + earlier.get().forward().owner().text());
    }
    RouterProtocol protocol = earlier.isPresent() ? routers.of(earlier.get()).orElse(usual) : usual;
    boolean isSame = earlier.isPresent() && isSameWay(earlier.get(), protocol);
    Grant asked = isSame ? earlier.get().asked(forward) : protocol.draft(forward);
    keep(asked);
    return asked(asked, protocol, earlier);
  }

  private static boolean isSameWay(Grant earlier, RouterProtocol protocol) {
    return earlier.method() == protocol.method()
        && earlier.internal().equals(protocol.gateway().local());
  }

  private Outcome asked(Grant asked, RouterProtocol protocol, Optional<Grant> earlier)
      throws FirewallException, InterruptedException {
    Outcome outcome = protocol.map(asked);
    if (outcome instanceof Outcome.Mapped mapped) {
      keep(mapped.grant());
    } else if (outcome instanceof Outcome.AlreadyMine mine) {
      keep(mine.grant());
    } else if (outcome instanceof Outcome.Untold) {
      // It may have been made: it is taken away again, or stays written down as asked for.
      if (earlier.isEmpty() && protocol.unmap(asked) instanceof Outcome.Removed) {
        drop(asked);
      }
    } else {
      drop(asked);
      if (earlier.isPresent() && earlier.get().state() == State.GIVEN) {
        keep(earlier.get());
      }
    }
    return outcome;
  }

  /**
   * Gives a port back that is this rule's.
   *
   * @throws FirewallException if its router doesn't answer any more, or the ledger can't be written
   */
  public Outcome close(Forward forward) throws FirewallException, InterruptedException {
    Optional<Router> router = routers.of(forward.family());
    Optional<Grant> known =
        router.isPresent() ? find(forward, router.get().gateway().address()) : Optional.empty();
    if (known.isEmpty()) {
      Optional<RouterProtocol> telling = routers.telling(forward.family());
      return telling.isPresent()
          ? telling.get().unmap(telling.get().draft(forward))
          : new Outcome.Removed();
    }
    Optional<RouterProtocol> protocol = routers.of(known.get());
    if (protocol.isEmpty()) {
      throw Routers.silent(known.get());
    }
    Outcome outcome = protocol.get().unmap(known.get());
    if (outcome instanceof Outcome.Removed) {
      drop(known.get());
    }
    return outcome;
  }

  /**
   * Asks anew for all that is written down, whatever the policy. What ended long ago is asked for
   * too: a lease ends also while a host is switched off.
   */
  public List<Renewal> renew() throws FirewallException, InterruptedException {
    List<Renewal> renewals = new ArrayList<>();
    for (Grant grant : ledger.grants()) {
      renewals.add(new Renewal(grant, renewed(grant)));
    }
    return renewals;
  }

  private Outcome renewed(Grant grant) throws FirewallException, InterruptedException {
    Optional<RouterProtocol> protocol = routers.of(grant);
    if (protocol.isEmpty()) {
      return new Outcome.Untold(String.valueOf(Routers.silent(grant).getMessage()));
    }
    Optional<Obstacle> obstacle = obstacle(grant.forward().family());
    return obstacle.isPresent()
        ? new Outcome.Refused(obstacle.get().why())
        : asked(grant.asked(grant.forward()), protocol.get(), Optional.of(grant));
  }

  /** What is known of the router of a family; empty if nobody leads out. */
  public Optional<RouterState> state(Family family) throws FirewallException, InterruptedException {
    Optional<Router> router = routers.of(family);
    return router.isPresent()
        ? Optional.of(RouterState.of(router.get(), routers, ledger.grants()))
        : Optional.empty();
  }

  /** What is written down, whether it is over or not. */
  public List<Grant> grants() throws FirewallException {
    return ledger.grants();
  }

  Routers routers() {
    return routers;
  }

  private Optional<Grant> find(Forward forward, IpAddress gateway) throws FirewallException {
    return ledger.grants().stream().filter(grant -> grant.isAt(gateway, forward)).findFirst();
  }

  private void keep(Grant grant) throws FirewallException {
    List<Grant> all = new ArrayList<>();
    boolean isNew = true;
    for (Grant each : ledger.grants()) {
      boolean isIt = each.isAt(grant.gateway(), grant.forward());
      all.add(isIt ? grant : each);
      isNew &= !isIt;
    }
    if (isNew) {
      all.add(grant);
    }
    ledger.write(all);
  }

  private void drop(Grant grant) throws FirewallException {
    List<Grant> rest = new ArrayList<>(ledger.grants());
    rest.removeIf(each -> each.isAt(grant.gateway(), grant.forward()));
    ledger.write(rest);
  }
}
