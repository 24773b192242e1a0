package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gateway;
import java.util.List;
import java.util.Optional;

/**
 * One way of asking one router, which has answered to it. Each call has an end: at the most four
 * seconds.
 */
public interface RouterProtocol {
  Method method();

  Gateway gateway();

  /** Whether ports of that family can be asked for. */
  boolean speaksFor(Family family);

  /**
   * The router's own address outside; empty if it has none, or says none.
   *
   * @throws FirewallException if it doesn't answer, or not as the protocol has it
   */
  Optional<IpAddress> externalAddress() throws FirewallException, InterruptedException;

  /**
   * All mappings that it has; empty if the protocol can't tell.
   *
   * @throws FirewallException as above, and where more come than a router can have
   */
  Optional<List<Mapping>> mappings() throws FirewallException, InterruptedException;

  /** Whether it can tell who has an external port of that family. */
  default boolean tellsHolders(Family family) {
    return false;
  }

  /**
   * Who has an external port; empty if nobody, or the protocol can't tell.
   *
   * @throws FirewallException as above
   */
  Optional<Mapping> holder(Forward forward) throws FirewallException, InterruptedException;

  /** What is written down before the router is asked: nothing is sent. */
  Grant draft(Forward forward);

  /**
   * Asks for it, or for a new lease. Never takes what somebody else has.
   *
   * @return {@link Outcome.Mapped}, {@link Outcome.AlreadyMine} or why not
   */
  Outcome map(Grant grant) throws InterruptedException;

  /**
   * Gives it back. Never removes what somebody else has.
   *
   * @return {@link Outcome.Removed}, also where it is not there, or why not
   */
  Outcome unmap(Grant grant) throws InterruptedException;
}
