package dev.durward.router;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.router.Forwarder.Obstacle;
import dev.durward.router.Grant.State;
import dev.durward.router.Routers.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One look at the router, for policies. */
final class Look {
  private final Forwarder forwarder;
  private final Routers routers;
  private final Desired desired;
  private final List<Forward> wanted;
  private final List<Grant> grants;
  private final Instant now = Instant.now();
  private final List<Entry> there = new ArrayList<>();
  private final Map<Entry, String> troubles = new LinkedHashMap<>();

  /** Lines among the troubles that lead here all the same, for now. */
  private final Set<Entry> working = new HashSet<>();

  private final List<Diagnostic> notices = new ArrayList<>();
  private boolean isSilent;

  Look(Forwarder forwarder, Desired desired) throws FirewallException {
    this.forwarder = forwarder;
    this.routers = forwarder.routers();
    this.desired = desired;
    this.wanted = Wanted.of(desired);
    this.grants = forwarder.grants();
  }

  Sight sight() throws FirewallException, InterruptedException {
    routers.lookFor(families());
    for (Grant grant : grants) {
      if (isConcerned(grant.forward().owner())) {
        given(grant);
      }
    }
    if (!wanted.isEmpty() || !there.isEmpty()) {
      unlisted();
    }
    obstacles();
    return new Sight(there, troubles, notices);
  }

  private Set<Family> families() {
    Set<Family> families = EnumSet.noneOf(Family.class);
    wanted.forEach(forward -> families.add(forward.family()));
    for (Grant grant : grants) {
      if (isConcerned(grant.forward().owner())) {
        families.add(grant.forward().family());
      }
    }
    return families;
  }

  private boolean isConcerned(Mark owner) {
    return desired.policies().contains(owner.policy());
  }

  private void given(Grant grant) throws FirewallException, InterruptedException {
    Forward forward = grant.forward();
    if (routers.of(grant).isEmpty()) {
      outOfReach(grant);
      return;
    }
    Entry line = forward.entry();
    there.add(line);
    Optional<RouterProtocol> telling = telling(forward.family());
    Optional<Mapping> mapping = telling.isPresent() ? holder(telling.get(), forward) : none();
    boolean isTold = telling.isPresent() && !isSilent;
    String port = forward.external();
    if (isTold && mapping.filter(held -> held.isOf(grant)).isEmpty()) {
      troubles.put(line, "it has no longer " + port);
    } else if (grant.state() == State.UNWANTED || (grant.isLeftBehind() && !isTold)) {
      troubles.put(line, "whether it has " + port + " is not known");
    } else if (!isTold && grant.isOver(now)) {
      troubles.put(line, "the time of " + port + " is over");
    } else if (!grant.internal().equals(routers.of(grant).get().gateway().local())) {
      troubles.put(line, port + " leads to " + grant.internal() + ", no address of this host now");
    } else if (grant.state() == State.ASKED) {
      troubles.put(line, "it didn't say until when it has " + port);
      working.add(line);
    } else if (grant.isToBeRenewed(now) || isEnding(mapping)) {
      troubles.put(line, "more than half of the time of " + port + " is over");
      working.add(line);
    }
  }

  private static boolean isEnding(Optional<Mapping> mapping) {
    return mapping.flatMap(Mapping::left).filter(Duration::isZero).isPresent();
  }

  private static Optional<Mapping> none() {
    return Optional.empty();
  }

  /** What is still wanted stays as it is; what isn't, nobody can take away now. */
  private void outOfReach(Grant grant) throws FirewallException, InterruptedException {
    Forward forward = grant.forward();
    if (grant.isOver(now) || grant.isLeftBehind()) {
      return;
    }
    boolean isHere =
        routers
            .of(forward.family())
            .map(Router::gateway)
            .filter(gateway -> !gateway.address().equals(grant.gateway()))
            .isEmpty();
    if (isHere && wanted.stream().anyMatch(grant::isFor)) {
      there.add(forward.entry());
    }
    String until = grant.until().map(end -> " until " + end).orElse(", for ever");
    notices.add(
        warning(
            "the router "
                + grant.gateway()
                + ", which has forwarded "
                + forward.external()
                + " to "
                + grant.internal()
                + until
                + ", can't be asked any more",
            "see durward router status; what is given for a time ends by itself"));
  }

  /** Ours by its description, and not in the ledger: that was lost. */
  private void unlisted() throws FirewallException, InterruptedException {
    Optional<RouterProtocol> telling = telling(Family.IPV4);
    if (telling.isEmpty()) {
      return;
    }
    IpAddress local = telling.get().gateway().local();
    for (Mapping mapping : mappings(telling.get())) {
      Optional<Mark> owner = Mark.parse(mapping.description()).filter(this::isConcerned);
      if (owner.isPresent() && mapping.internal().equals(local)) {
        Duration left = mapping.left().filter(time -> !time.isZero()).orElse(Duration.ofSeconds(1));
        Forward forward =
            new Forward(
                owner.get(),
                Family.IPV4,
                mapping.protocol(),
                mapping.externalPort(),
                mapping.internalPort(),
                left);
        if (grants.stream().noneMatch(grant -> mapping.isOf(grant))) {
          there.add(forward.entry());
        }
      }
    }
  }

  /** The protocol that tells holders, until it falls silent. */
  private Optional<RouterProtocol> telling(Family family)
      throws FirewallException, InterruptedException {
    return isSilent ? Optional.empty() : routers.telling(family);
  }

  private Optional<Mapping> holder(RouterProtocol telling, Forward forward)
      throws InterruptedException {
    try {
      return telling.holder(forward);
    } catch (FirewallException e) {
      silent(e);
      return Optional.empty();
    }
  }

  private List<Mapping> mappings(RouterProtocol telling) throws InterruptedException {
    try {
      return telling.mappings().orElse(List.of());
    } catch (FirewallException e) {
      silent(e);
      return List.of();
    }
  }

  /** What is written down of it counts from then on, as with one that can't tell. */
  private void silent(FirewallException trouble) {
    isSilent = true;
    notices.add(warning(String.valueOf(trouble.getMessage()), trouble.remedy()));
  }

  /** What stands in the way of what is not there yet, or no longer. */
  private void obstacles() throws FirewallException, InterruptedException {
    Map<Family, Optional<Obstacle>> found = new EnumMap<>(Family.class);
    for (Forward forward : wanted) {
      Entry line = forward.entry();
      rival(forward).ifPresent(notices::add);
      if (there.contains(line) && !troubles.containsKey(line)) {
        continue;
      }
      Optional<Obstacle> obstacle = found.get(forward.family());
      if (obstacle == null) {
        obstacle = forwarder.obstacle(forward.family());
        found.put(forward.family(), obstacle);
      }
      if (obstacle.isPresent() && working.contains(line)) {
        troubles.remove(line);
        notices.add(warning(obstacle.get().why(), obstacle.get().remedy()));
      } else if (obstacle.isPresent()) {
        notices.add(error(forward, obstacle.get().why(), obstacle.get().remedy()));
      } else {
        held(forward).ifPresent(notices::add);
      }
    }
  }

  /** Of another policy: within a file, that is an error of the file. */
  private Optional<Diagnostic> rival(Forward forward) {
    return wanted.subList(0, wanted.indexOf(forward)).stream()
        .filter(forward::isSamePort)
        .findFirst()
        .map(Forward::owner)
        .map(
            owner ->
                error(
                    forward,
                    "the router's port %s is wanted by the rule %s/%s too"
                        .formatted(forward.external(), owner.policy(), owner.rule()),
                    "give one of them another `external-port`"));
  }

  private Optional<Diagnostic> held(Forward forward)
      throws FirewallException, InterruptedException {
    IpAddress gateway = routers.of(forward.family()).orElseThrow().gateway().address();
    Optional<String> holder =
        grants.stream()
            .filter(grant -> grant.isAt(gateway, forward))
            .map(grant -> grant.forward().owner())
            .filter(owner -> !isConcerned(owner))
            .map(owner -> "this host, for the rule " + owner.policy() + "/" + owner.rule())
            .findFirst();
    Optional<RouterProtocol> telling = telling(forward.family());
    if (holder.isEmpty() && telling.isPresent()) {
      IpAddress local = telling.get().gateway().local();
      holder =
          holder(telling.get(), forward)
              .filter(mapping -> grants.stream().noneMatch(mapping::isOf))
              .filter(mapping -> !isOwn(mapping, local))
              .map(Mapping::holder);
    }
    return holder.map(
        who ->
            error(
                forward,
                "the router's port " + forward.external() + " leads to " + who,
                "take that away there, or give the rule another `external-port`"));
  }

  private boolean isOwn(Mapping mapping, IpAddress local) {
    return mapping.internal().equals(local)
        && Mark.parse(mapping.description()).filter(this::isConcerned).isPresent();
  }

  private Diagnostic error(Forward forward, String why, String remedy) {
    return new Diagnostic(
        Severity.ERROR, desired.places().of(forward.owner()), why, Optional.of(remedy));
  }

  private static Diagnostic warning(String why, String remedy) {
    return new Diagnostic(Severity.WARNING, Optional.empty(), why, Optional.of(remedy));
  }
}
