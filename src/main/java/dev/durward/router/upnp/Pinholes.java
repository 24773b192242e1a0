package dev.durward.router.upnp;

import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Outcome;
import dev.durward.router.upnp.Reply.Done;
import dev.durward.router.upnp.Reply.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The holes in the router's firewall of IPv6: WANIPv6FirewallControl:1. They have numbers and no
 * names, and can't be listed; that one is this host's the router itself must see to, and does:
 * section 2.4 lets nobody else ask for it or change it.
 */
record Pinholes(Control control, Clock clock) {
  /** Section 2.3.4: LeaseTime. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Asks for a hole, or for a longer life of the one that was given. */
  Outcome map(Grant grant, Deadline deadline) throws IOException {
    Done status = control.done(deadline, "GetFirewallStatus");
    if (!Entry.isTrue(status.value("FirewallEnabled"))) {
      return new Outcome.Refused("the router's IPv6 firewall is off: it lets all pass");
    }
    if (!Entry.isTrue(status.value("InboundPinholeAllowed"))) {
      return new Outcome.Refused("the router permits no holes in its IPv6 firewall");
    }
    Duration asked = grant.forward().lease();
    Duration lease = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    String seconds = Long.toString(lease.toSeconds());
    Optional<Instant> end = Optional.of(clock.instant().plusSeconds(lease.toSeconds()));
    if (!grant.ticket().isEmpty() && update(grant, seconds, deadline) instanceof Done) {
      return new Outcome.AlreadyMine(grant.given(grant.ticket(), end));
    }
    // Whatever it says against that number: who asks again for a hole is given the one that is.
    String number = add(grant, seconds, deadline);
    return new Outcome.Mapped(grant.given(number, end));
  }

  private Reply update(Grant grant, String seconds, Deadline deadline) throws IOException {
    return control.ask(
        deadline, "UpdatePinhole", "UniqueID", grant.ticket(), "NewLeaseTime", seconds);
  }

  private String add(Grant grant, String seconds, Deadline deadline) throws IOException {
    Forward forward = grant.forward();
    Done done =
        control.done(
            deadline,
            "AddPinhole",
            "RemoteHost",
            "",
            "RemotePort",
            "0",
            "InternalClient",
            grant.internal().toString(),
            "InternalPort",
            Integer.toString(forward.internalPort()),
            "Protocol",
            Integer.toString(forward.protocol().number()),
            "LeaseTime",
            seconds);
    String number = done.value("UniqueID");
    if (!number.matches("[0-9]{1,5}")) {
      throw new IOException("the router's UniqueID is \"" + Line.of(number) + "\"");
    }
    return number;
  }

  /** Closes it. */
  Outcome unmap(Grant grant, Deadline deadline) throws IOException {
    if (grant.ticket().isEmpty()) {
      return new Outcome.Untold(
          "the router has not said the number of the hole, if it made one: it ends by itself");
    }
    Reply reply = control.ask(deadline, "DeletePinhole", "UniqueID", grant.ticket());
    return reply instanceof Fault fault && !isGone(fault)
        ? new Outcome.Refused(fault.words())
        : new Outcome.Removed();
  }

  /** Invalid arguments is what miniupnpd 2.3.1 of nftables says of a number that is no more. */
  private static boolean isGone(Fault fault) {
    return fault.code() == Fault.NO_SUCH_HOLE || fault.code() == Fault.INVALID_ARGUMENTS;
  }
}
