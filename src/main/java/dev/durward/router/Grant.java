package dev.durward.router;

import dev.durward.model.IpAddress;
import dev.durward.platform.Gateway;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a router was asked for, and has given: Durward's proof that a mapping is its own. It is
 * written down before the router is asked, so that nothing is left behind by a run that dies.
 *
 * @param forward what was wanted
 * @param method by which the router was asked
 * @param gateway the router
 * @param internal the address of this host that it leads to
 * @param ticket what the method needs to name it again: PCP's nonce, the number of a hole of UPnP;
 *     may be empty
 * @param state what the router has said
 * @param since when the router was asked last
 * @param until when it ends, as the router said it; empty if it never does, or nothing was said
 */
public record Grant(
    Forward forward,
    Method method,
    IpAddress gateway,
    IpAddress internal,
    String ticket,
    State state,
    Instant since,
    Optional<Instant> until) {

  /** How far it has come. */
  public enum State {
    /** Asked for; whether the router has made it is not known. */
    ASKED,
    /** The router has made it. */
    GIVEN,
    /** No rule wants it any more, and its router couldn't be told so. */
    UNWANTED
  }

  /** What is written down before a router is asked by a method. */
  public static Grant draft(Forward forward, Method method, Gateway gateway, String ticket) {
    return new Grant(
        forward,
        method,
        gateway.address(),
        gateway.local(),
        ticket,
        State.ASKED,
        now(),
        Optional.empty());
  }

  /** The same as the router has given it. */
  public Grant given(String number, Optional<Instant> end) {
    return new Grant(forward, method, gateway, internal, number, State.GIVEN, now(), end);
  }

  /** The same, for a longer or shorter time, before the router is asked for it. */
  public Grant asked(Forward other) {
    return new Grant(other, method, gateway, internal, ticket, State.ASKED, since, until);
  }

  /** The same in another state. */
  Grant as(State other) {
    return new Grant(forward, method, gateway, internal, ticket, other, since, until);
  }

  /** Whether no rule is known to want it: nobody misses it if it is given back. */
  boolean isLeftBehind() {
    return state == State.UNWANTED || (state == State.ASKED && until.isEmpty());
  }

  /** Whether its time is over; of what was only asked for, the time that it was asked for. */
  public boolean isOver(Instant now) {
    Optional<Instant> end =
        state == State.ASKED ? until.or(() -> Optional.of(since.plus(forward.lease()))) : until;
    return end.filter(each -> !now.isBefore(each)).isPresent();
  }

  /** Whether it was given before, and isn't over: what is asked for now is a new lease. */
  public boolean isRunning(Instant now) {
    return until.isPresent() && !isOver(now);
  }

  /** Whether less than half of its time is left: it is time to ask anew. */
  public boolean isToBeRenewed(Instant now) {
    return until
        .filter(end -> Duration.between(now, end).multipliedBy(2).compareTo(given(end)) < 0)
        .isPresent();
  }

  private Duration given(Instant end) {
    return Duration.between(since, end);
  }

  /** Whether it is what a rule wants, for whatever time. */
  boolean isFor(Forward wanted) {
    return forward.isSamePort(wanted) && forward.owner().equals(wanted.owner());
  }

  /** Whether both are about one port of one router. */
  boolean isAt(IpAddress router, Forward other) {
    return gateway.equals(router) && forward.isSamePort(other);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
