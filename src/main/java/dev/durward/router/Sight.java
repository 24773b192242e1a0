package dev.durward.router;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Family;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the router has of policies, and what stands in the way of what they want: read at one time.
 *
 * @param there what leads here for them, in lines of a plan
 * @param notices what the user must know; an error is an obstacle
 */
record Sight(List<Entry> there, List<Diagnostic> notices) {
  Sight {
    there = List.copyOf(there);
    notices = List.copyOf(notices);
  }

  /** Asks the router, as far as these policies have anything to do with it. */
  static Sight of(Forwarder forwarder, Desired desired)
      throws FirewallException, InterruptedException {
    Look look = new Look(forwarder, Wanted.of(desired), desired);
    look.own();
    look.wanted();
    return new Sight(look.there, look.notices);
  }

  private static final class Look {
    private final Forwarder forwarder;
    private final Routers routers;
    private final List<Forward> wanted;
    private final Desired desired;
    private final Instant now = Instant.now();
    private final List<Entry> there = new ArrayList<>();
    private final List<Diagnostic> notices = new ArrayList<>();

    Look(Forwarder forwarder, List<Forward> wanted, Desired desired) {
      this.forwarder = forwarder;
      this.routers = forwarder.routers();
      this.wanted = wanted;
      this.desired = desired;
    }

    /** Everything that these policies have there. */
    void own() throws FirewallException, InterruptedException {
      Set<String> policies = desired.policies();
      List<Forward> known = new ArrayList<>();
      for (Grant grant : forwarder.grants()) {
        if (policies.contains(grant.forward().owner().policy())) {
          known.add(grant.forward());
          own(grant);
        }
      }
      Optional<RouterProtocol> telling = tellingIfAsked();
      if (telling.isPresent()) {
        for (Mapping mapping : telling.get().mappings().orElse(List.of())) {
          unlisted(telling.get(), mapping, policies, known);
        }
      }
    }

    /** Where nothing was ever given and nothing is wanted, nobody is asked. */
    private Optional<RouterProtocol> tellingIfAsked()
        throws FirewallException, InterruptedException {
      return wanted.isEmpty() && there.isEmpty() ? Optional.empty() : routers.telling(Family.IPV4);
    }

    private void own(Grant grant) throws FirewallException, InterruptedException {
      Forward forward = grant.forward();
      boolean isOver = grant.isOver(now);
      Optional<RouterProtocol> protocol = isOver ? Optional.empty() : routers.of(grant);
      if (protocol.isEmpty()) {
        if (!isOver) {
          gone(grant);
        }
        return;
      }
      Optional<RouterProtocol> telling = routers.telling(forward.family());
      if (telling.isEmpty()) {
        there.add(grant.isToBeRenewed(now) ? forward.ending() : forward.entry());
        return;
      }
      Optional<Mapping> mapping = telling.get().holder(forward);
      if (mapping.filter(held -> held.isOf(grant)).isPresent()) {
        Optional<Duration> left = mapping.get().left();
        boolean isEnding =
            grant.isToBeRenewed(now) || left.filter(time -> time.isZero()).isPresent();
        there.add(isEnding ? forward.ending() : forward.entry());
      }
    }

    private void gone(Grant grant) {
      String until = grant.until().map(end -> " until " + end).orElse(", for ever");
      notices.add(
          new Diagnostic(
              Severity.WARNING,
              Optional.empty(),
              "the router "
                  + grant.gateway()
                  + ", which has forwarded "
                  + grant.forward().external()
                  + " to "
                  + grant.internal()
                  + until
                  + ", can't be asked any more",
              Optional.of("see durward router status; what is given for a time ends by itself")));
    }

    /** Ours by its description, and not in the ledger: that was lost. */
    private void unlisted(
        RouterProtocol protocol, Mapping mapping, Set<String> policies, List<Forward> known) {
      Optional<Mark> owner =
          Mark.parse(mapping.description()).filter(mark -> policies.contains(mark.policy()));
      if (owner.isEmpty() || !mapping.internal().equals(protocol.gateway().local())) {
        return;
      }
      Duration lease = mapping.left().filter(left -> !left.isZero()).orElse(Duration.ofSeconds(1));
      Forward forward =
          new Forward(
              owner.get(),
              Family.IPV4,
              mapping.protocol(),
              mapping.externalPort(),
              mapping.internalPort(),
              lease);
      if (known.stream().noneMatch(forward::isSamePort)) {
        there.add(forward.entry());
      }
    }

    /** What stands in the way of what is not there yet. */
    void wanted() throws FirewallException, InterruptedException {
      Map<Family, Boolean> open = new EnumMap<>(Family.class);
      for (Forward forward : wanted) {
        boolean isThere = there.stream().anyMatch(forward.entry()::equals);
        if (!isThere && !open.containsKey(forward.family())) {
          Optional<Forwarder.Obstacle> obstacle = forwarder.obstacle(forward.family());
          obstacle.ifPresent(found -> notices.add(error(forward, found.why(), found.remedy())));
          open.put(forward.family(), obstacle.isEmpty());
        }
        if (!isThere && open.getOrDefault(forward.family(), false)) {
          held(forward).ifPresent(notices::add);
        }
      }
    }

    private Optional<Diagnostic> held(Forward forward)
        throws FirewallException, InterruptedException {
      Optional<RouterProtocol> telling = routers.telling(forward.family());
      boolean isOwn =
          there.stream().flatMap(line -> Forward.of(line).stream()).anyMatch(forward::isSamePort);
      if (telling.isEmpty() || isOwn) {
        return Optional.empty();
      }
      return telling
          .get()
          .holder(forward)
          .map(
              mapping ->
                  error(
                      forward,
                      "the router's port " + forward.external() + " leads to " + mapping.holder(),
                      "take that away there, or give the rule another `external-port`"));
    }

    private Diagnostic error(Forward forward, String why, String remedy) {
      return new Diagnostic(
          Severity.ERROR, desired.places().of(forward.owner()), why, Optional.of(remedy));
    }
  }
}
