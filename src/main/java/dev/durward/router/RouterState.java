package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.router.Routers.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a router, asked at one time.
 *
 * @param router it, and what it speaks
 * @param outside the address by which it is known outside, as it says itself
 * @param hidden why that is no address by which anybody reaches it; empty if it is, or isn't known
 * @param listed whether it tells its mappings
 * @param mappings all that it has, whosoever
 * @param grants what it has given to Durward here
 */
public record RouterState(
    Router router,
    Optional<IpAddress> outside,
    Optional<String> hidden,
    boolean listed,
    List<Mapping> mappings,
    List<Kept> grants) {

  /**
   * What was given to Durward.
   *
   * @param presence whether it is still there
   */
  public record Kept(Grant grant, Presence presence) {}

  /** Whether a router still has what it gave. */
  public enum Presence {
    /** It says so. */
    THERE,
    /** It says that it has not, or its time is over. */
    GONE,
    /** It can't tell, and its time is not over. */
    UNTOLD
  }

  public RouterState {
    mappings = List.copyOf(mappings);
    grants = List.copyOf(grants);
  }

  static RouterState of(Router router, Routers routers, List<Grant> given)
      throws FirewallException, InterruptedException {
    Family family = router.gateway().address().family();
    Optional<IpAddress> outside = routers.externalAddress(family);
    Optional<RouterProtocol> telling = routers.telling(family);
    List<Mapping> mappings = List.of();
    if (telling.isPresent()) {
      mappings = telling.get().mappings().orElse(List.of());
    }
    List<Kept> kept = new ArrayList<>();
    for (Grant grant : given) {
      if (grant.gateway().equals(router.gateway().address())) {
        kept.add(new Kept(grant, presence(grant, telling.isPresent(), mappings)));
      }
    }
    return new RouterState(
        router,
        outside,
        outside.flatMap(ExternalAddress::obstacle),
        telling.isPresent(),
        mappings,
        kept);
  }

  private static Presence presence(Grant grant, boolean isTold, List<Mapping> mappings) {
    if (grant.isOver(Instant.now())) {
      return Presence.GONE;
    }
    if (!isTold) {
      return Presence.UNTOLD;
    }
    return mappings.stream().anyMatch(mapping -> mapping.isOf(grant))
        ? Presence.THERE
        : Presence.GONE;
  }

  /** The mappings that are not Durward's here. */
  public List<Mapping> others() {
    return mappings.stream()
        .filter(mapping -> grants.stream().noneMatch(kept -> mapping.isOf(kept.grant())))
        .toList();
  }
}
