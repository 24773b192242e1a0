package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The routers before this host, one a family, each looked for once, when it is first needed. */
public final class Routers {
  /** Finds out who leads out of this host's network. */
  @FunctionalInterface
  public interface Gateways {
    /** The router of a family; empty if nobody leads out. */
    Optional<Gateway> of(Family family) throws FirewallException, InterruptedException;
  }

  /**
   * A router, and what it speaks.
   *
   * @param protocols in the order in which they are tried; none if it has answered to none
   */
  public record Router(Gateway gateway, List<RouterProtocol> protocols) {
    public Router {
      protocols = List.copyOf(protocols);
    }
  }

  private final Gateways gateways;
  private final Supplier<List<Seeker>> seekers;
  private final Map<Family, Optional<Router>> found = new EnumMap<>(Family.class);
  private final Map<Family, Optional<IpAddress>> outside = new EnumMap<>(Family.class);

  /**
   * @param seekers one for each protocol; all are asked at once
   */
  public Routers(Gateways gateways, List<Seeker> seekers) {
    this(gateways, () -> seekers);
  }

  /**
   * @param seekers the same, named when they are needed: until then nothing of theirs is loaded
   */
  public Routers(Gateways gateways, Supplier<List<Seeker>> seekers) {
    this.gateways = gateways;
    this.seekers = seekers;
  }

  /** Looks for the routers of several families at once, so that silence is waited for only once. */
  public void lookFor(Collection<Family> families) throws FirewallException, InterruptedException {
    Map<Family, Concurrent<Optional<Router>>> sought = new EnumMap<>(Family.class);
    for (Family family : families) {
      if (!found.containsKey(family)) {
        sought.put(family, Concurrent.start(() -> find(family)));
      }
    }
    for (var each : sought.entrySet()) {
      found.put(each.getKey(), each.getValue().await());
    }
  }

  /** The router of a family; empty if nobody leads out. */
  public Optional<Router> of(Family family) throws FirewallException, InterruptedException {
    lookFor(List.of(family));
    return found.getOrDefault(family, Optional.empty());
  }

  private Optional<Router> find(Family family) throws FirewallException, InterruptedException {
    Optional<Gateway> gateway = gateways.of(family);
    return gateway.isPresent()
        ? Optional.of(new Router(gateway.get(), spoken(gateway.get())))
        : Optional.empty();
  }

  private List<RouterProtocol> spoken(Gateway gateway)
      throws FirewallException, InterruptedException {
    List<Concurrent<Optional<RouterProtocol>>> asked = new ArrayList<>();
    seekers.get().forEach(seeker -> asked.add(Concurrent.start(() -> seeker.seek(gateway))));
    List<RouterProtocol> spoken = new ArrayList<>();
    for (Concurrent<Optional<RouterProtocol>> answer : asked) {
      answer.await().ifPresent(spoken::add);
    }
    spoken.sort(Comparator.comparing(RouterProtocol::method));
    return spoken;
  }

  /** The first protocol by which ports of a family can be asked for. */
  Optional<RouterProtocol> speaking(Family family) throws FirewallException, InterruptedException {
    return of(family).stream()
        .flatMap(router -> router.protocols().stream())
        .filter(protocol -> protocol.speaksFor(family))
        .findFirst();
  }

  /** The protocol by which a grant was given, if its router is there and speaks it. */
  Optional<RouterProtocol> of(Grant grant) throws FirewallException, InterruptedException {
    return of(grant.forward().family()).stream()
        .filter(router -> router.gateway().address().equals(grant.gateway()))
        .flatMap(router -> router.protocols().stream())
        .filter(protocol -> protocol.method() == grant.method())
        .findFirst();
  }

  /** The one that can tell who has a port of a family. */
  Optional<RouterProtocol> telling(Family family) throws FirewallException, InterruptedException {
    return of(family).stream()
        .flatMap(router -> router.protocols().stream())
        .filter(protocol -> protocol.tellsHolders(family))
        .findFirst();
  }

  /**
   * The address by which the router of a family is known outside, as the first of its protocols
   * says it that does; empty if none does.
   *
   * @throws FirewallException if one doesn't answer any more
   */
  public Optional<IpAddress> externalAddress(Family family)
      throws FirewallException, InterruptedException {
    Optional<IpAddress> known = outside.get(family);
    if (known == null) {
      known = Optional.empty();
      Optional<Router> router = of(family);
      if (router.isPresent()) {
        for (RouterProtocol protocol : router.get().protocols()) {
          known = known.isPresent() ? known : protocol.externalAddress();
        }
      }
      outside.put(family, known);
    }
    return known;
  }

  /** That nobody is there to be asked, for the user. */
  static FirewallException silent(Grant grant) {
    return new FirewallException(
        Kind.UNREACHABLE,
        "the router "
            + grant.gateway()
            + " doesn't answer any more to "
            + grant.method().title()
            + ", by which it was asked for "
            + grant.forward().external(),
        "look at it with durward router status");
  }
}
