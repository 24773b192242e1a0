package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.router.Grant.State;
import dev.durward.router.Routers.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks routers, and keeps the ledger of what they have given: whatever is asked for, or given back,
 * stands there before the router hears of it.
 */
public final class Forwarder {
  private final Routers routers;
  private final Ledger ledger;

  public Forwarder(Routers routers, Ledger ledger) {
    this.routers = routers;
    this.ledger = ledger;
  }

  /** What became of a grant that was asked for anew, or given back. */
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
    return new Obstacles(routers).of(family);
  }

  /** Whether the router has, or can be asked for, all that is wanted. */
  public boolean canGive(Desired desired) throws FirewallException, InterruptedException {
    return !Sight.of(this, desired).isObstructed();
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
    Optional<Grant> earlier = ledger.find(usual.gateway().address(), forward);
    if (earlier.isPresent() && !earlier.get().isFor(forward)) {
      return ofAnother(earlier.get());
    }
    RouterProtocol protocol = earlier.isPresent() ? routers.of(earlier.get()).orElse(usual) : usual;
    return asked(forward, protocol, earlier);
  }

  private static Outcome ofAnother(Grant grant) {
    return new Outcome.Conflict("this host's rule " + grant.forward().owner().text());
  }

  private static boolean isSameWay(Grant earlier, RouterProtocol protocol) {
    return earlier.method() == protocol.method()
        && earlier.internal().equals(protocol.gateway().local());
  }

  private Outcome asked(Forward forward, RouterProtocol protocol, Optional<Grant> earlier)
      throws FirewallException, InterruptedException {
    boolean isSame = earlier.filter(grant -> isSameWay(grant, protocol)).isPresent();
    if (earlier.isPresent() && !isSame && protocol.method() == earlier.get().method()) {
      // It leads to an address that this host no longer has: not all routers let that go.
      protocol.unmap(earlier.get());
    }
    Grant asked = isSame ? earlier.get().asked(forward) : protocol.draft(forward);
    ledger.keep(asked);
    Outcome outcome = protocol.map(asked);
    if (outcome instanceof Outcome.Mapped mapped) {
      ledger.keep(mapped.grant());
    } else if (outcome instanceof Outcome.AlreadyMine mine) {
      ledger.keep(mine.grant());
    } else if (outcome instanceof Outcome.Untold) {
      // It may have been made: it is taken away again, or stays written down as asked for.
      if (earlier.isEmpty() && protocol.unmap(asked) instanceof Outcome.Removed) {
        ledger.drop(asked);
      }
    } else if (earlier.isEmpty()) {
      ledger.drop(asked);
    } else if (earlier.get().state() == State.UNWANTED) {
      ledger.keep(earlier.get());
    } else if (earlier.get().isLeftBehind()) {
      ledger.drop(asked);
    } else {
      // What was given before stands until it ends.
      ledger.keep(earlier.get().as(State.GIVEN));
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
        router.isPresent()
            ? ledger.find(router.get().gateway().address(), forward)
            : Optional.empty();
    if (known.isEmpty()) {
      Optional<RouterProtocol> telling = routers.telling(forward.family());
      return telling.isPresent()
          ? telling.get().unmap(telling.get().draft(forward))
          : new Outcome.Removed();
    }
    return known.get().isFor(forward) ? givenBack(known.get()) : ofAnother(known.get());
  }

  private Outcome givenBack(Grant grant) throws FirewallException, InterruptedException {
    Optional<RouterProtocol> protocol = routers.of(grant);
    if (protocol.isEmpty()) {
      throw Routers.silent(grant);
    }
    if (grant.state() == State.GIVEN) {
      ledger.keep(grant.as(State.ASKED));
    }
    Outcome outcome = protocol.get().unmap(grant);
    if (outcome instanceof Outcome.Removed || outcome instanceof Outcome.Conflict) {
      // Where somebody else has it now, it is gone as well.
      ledger.drop(grant);
      return new Outcome.Removed();
    }
    if (!(outcome instanceof Outcome.Untold)) {
      ledger.keep(grant);
    }
    return outcome;
  }

  /**
   * Asks anew for all that is written down, whatever the policy, and gives back what no rule wants.
   * What ended long ago is asked for too: a lease ends also while a host is switched off.
   */
  public List<Renewal> renew() throws FirewallException, InterruptedException {
    List<Renewal> renewals = new ArrayList<>();
    for (Grant grant : ledger.grants()) {
      renewals.add(new Renewal(grant, ended(grant)));
    }
    return renewals;
  }

  /**
   * Brings to an end what earlier commands couldn't: what no rule wants is given back or, when its
   * time is over, forgotten; what is not known to be there is asked for anew. Where there is
   * nothing of that kind, nobody is asked.
   *
   * @return what became of it
   */
  public List<Renewal> settle() throws FirewallException, InterruptedException {
    List<Renewal> settled = new ArrayList<>();
    List<Grant> all = ledger.grants();
    for (Grant grant : all) {
      if (grant.state() != State.GIVEN) {
        settled.add(new Renewal(grant, ended(grant)));
      } else if (all.stream().anyMatch(other -> isInPlaceOf(grant, other))) {
        ledger.drop(grant);
      }
    }
    return settled;
  }

  /** Whether a rule has got at another router what one gave that is no longer before this host. */
  private static boolean isInPlaceOf(Grant earlier, Grant grant) {
    return earlier.isOver(Instant.now())
        && !earlier.gateway().equals(grant.gateway())
        && grant.isFor(earlier.forward());
  }

  private Outcome ended(Grant grant) throws FirewallException, InterruptedException {
    Optional<RouterProtocol> protocol = routers.of(grant);
    if (protocol.isPresent()) {
      return grant.isLeftBehind() ? givenBack(grant) : renewed(grant, protocol.get());
    }
    if (grant.isLeftBehind() && grant.isOver(Instant.now())) {
      ledger.drop(grant);
      return new Outcome.Removed();
    }
    return new Outcome.Untold(String.valueOf(Routers.silent(grant).getMessage()));
  }

  private Outcome renewed(Grant grant, RouterProtocol protocol)
      throws FirewallException, InterruptedException {
    Optional<Obstacle> obstacle = obstacle(grant.forward().family());
    return obstacle.isPresent()
        ? new Outcome.Refused(obstacle.get().why())
        : asked(grant.forward(), protocol, Optional.of(grant));
  }

  /**
   * Writes down what these policies have been given and no longer want: their routers couldn't be
   * told. It is given back by {@link #settle} and {@link #renew}. Nobody is asked.
   */
  public void abandon(Desired desired) throws FirewallException {
    List<Forward> wanted = Wanted.of(desired);
    unwanted(
        grant ->
            desired.policies().contains(grant.forward().owner().policy())
                && wanted.stream().noneMatch(grant::isFor));
  }

  /** The same of what a change has tried that was taken back. */
  public void retract(Desired tried, Desired before) throws FirewallException {
    List<Forward> earlier = Wanted.of(before);
    List<Forward> later = Wanted.of(tried);
    unwanted(
        grant -> later.stream().anyMatch(grant::isFor) && earlier.stream().noneMatch(grant::isFor));
  }

  private void unwanted(Predicate<Grant> which) throws FirewallException {
    List<Grant> known = ledger.grants();
    List<Grant> rest = new ArrayList<>();
    for (Grant grant : known) {
      if (!which.test(grant)) {
        rest.add(grant);
      } else if (!grant.isOver(Instant.now())) {
        rest.add(grant.as(State.UNWANTED));
      }
    }
    if (!rest.equals(known)) {
      ledger.write(rest);
    }
  }

  /** What is known of all routers before this host, one a family in which one leads out. */
  public List<RouterState> states() throws FirewallException, InterruptedException {
    routers.lookFor(List.of(Family.values()));
    List<RouterState> states = new ArrayList<>();
    for (Family family : Family.values()) {
      state(family).ifPresent(states::add);
    }
    return states;
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
}
