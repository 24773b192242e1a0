package dev.durward.router.upnp;

import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Outcome;
import dev.durward.router.upnp.Reply.Done;
import dev.durward.router.upnp.Reply.Fault;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The ports of IPv4: WANIPConnection or WANPPPConnection, which have these actions in common. */
record PortMappings(Control control, Clock clock) {
  /** The index is a number of 16 bits. */
  private static final int MOST = 65_536;

  /** What is added while a list is read may move what was read already. */
  private static final int MOST_REPEATED = 16;

  private static final String UNSPECIFIED = "0.0.0.0";

  boolean isConnected(Deadline deadline) throws IOException {
    Done status = control.done(deadline, "GetStatusInfo");
    return status.value("NewConnectionStatus").equals("Connected");
  }

  /** Empty also where the router has none at present, which some answer with an error. */
  Optional<IpAddress> externalAddress(Deadline deadline) throws IOException {
    Reply reply = control.ask(deadline, "GetExternalIPAddress");
    if (reply instanceof Done done) {
      String address = done.value("NewExternalIPAddress");
      if (address.isEmpty() || address.equals(UNSPECIFIED)) {
        return Optional.empty();
      }
      return Optional.of(
          IpAddress.parse(address)
              .orElseThrow(
                  () ->
                      new IOException(
                          "the router's external address is \"" + Line.of(address) + "\"")));
    }
    Fault fault = (Fault) reply;
    if (fault.code() == Fault.ACTION_FAILED) {
      return Optional.empty();
    }
    throw new Refusal(fault);
  }

  List<Entry> entries(Deadline deadline) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int repeated = 0;
    for (int i = 0; i < MOST; i++) {
      Reply reply =
          control.ask(
              deadline, "GetGenericPortMappingEntry", "NewPortMappingIndex", Integer.toString(i));
      if (reply instanceof Fault fault) {
        if (isEnd(fault, i)) {
          return entries;
        }
        throw new Refusal(fault);
      }
      Entry entry = Entry.of((Done) reply);
      String key = entry.remote() + " " + entry.externalPort() + " " + entry.protocol().word();
      if (seen.add(key)) {
        entries.add(entry);
      } else if (++repeated > MOST_REPEATED) {
        throw new IOException("the router lists " + key.strip() + " again and again");
      }
    }
    throw new IOException("the router lists more mappings than there can be");
  }

  /** 713 is the standard's; other routers know no better than that. */
  private static boolean isEnd(Fault fault, int index) {
    return fault.code() == Fault.NO_SUCH_INDEX
        || fault.code() == Fault.NO_SUCH_ENTRY
        || (fault.code() == Fault.INVALID_ARGUMENTS && index > 0);
  }

  Optional<Entry> holder(Forward forward, Deadline deadline) throws IOException {
    Reply reply =
        control.ask(
            deadline,
            "GetSpecificPortMappingEntry",
            "NewRemoteHost",
            "",
            "NewExternalPort",
            Integer.toString(forward.externalPort()),
            "NewProtocol",
            word(forward.protocol()));
    if (reply instanceof Done done) {
      return Optional.of(Entry.of(done, forward));
    }
    Fault fault = (Fault) reply;
    if (fault.code() == Fault.NO_SUCH_ENTRY) {
      return Optional.empty();
    }
    if (!fault.isUnknownAction()) {
      throw new Refusal(fault);
    }
    return entries(deadline).stream()
        .filter(
            each ->
                each.externalPort() == forward.externalPort()
                    && each.protocol().equals(forward.protocol()))
        .findFirst();
  }

  private static String word(Protocol protocol) {
    return protocol.word().toUpperCase(Locale.ROOT);
  }

  /** Asks only for what is free or its own, and then looks whether it is there. */
  Outcome map(Grant grant, Deadline deadline) throws IOException {
    Forward forward = grant.forward();
    Optional<Entry> before = holder(forward, deadline);
    if (before.isPresent() && !before.get().isOf(grant)) {
      return new Outcome.Conflict(before.get().holder());
    }
    Reply reply = add(grant, forward.lease().toSeconds(), deadline);
    if (reply instanceof Fault fault && fault.code() == Fault.ONLY_PERMANENT) {
      reply = add(grant, 0, deadline);
    }
    if (reply instanceof Fault fault) {
      return refused(fault, forward, deadline);
    }
    Optional<Entry> after = holder(forward, deadline);
    if (after.isEmpty()) {
      return new Outcome.Refused("the router said that it has made it, and does not have it");
    }
    Entry made = after.get();
    if (!made.leadsTo(grant.internal())) {
      return new Outcome.Conflict(made.holder());
    }
    if (!made.isOf(grant) || !made.does(forward)) {
      return unfit(made, before.isEmpty(), forward, deadline);
    }
    Grant given = grant.given("", made.until(clock));
    return before.filter(entry -> entry.does(forward)).isPresent()
        ? new Outcome.AlreadyMine(given)
        : new Outcome.Mapped(given);
  }

  private Reply add(Grant grant, long seconds, Deadline deadline) throws IOException {
    Forward forward = grant.forward();
    return control.ask(
        deadline,
        "AddPortMapping",
        "NewRemoteHost",
        "",
        "NewExternalPort",
        Integer.toString(forward.externalPort()),
        "NewProtocol",
        word(forward.protocol()),
        "NewInternalPort",
        Integer.toString(forward.internalPort()),
        "NewInternalClient",
        grant.internal().toString(),
        "NewEnabled",
        "1",
        "NewPortMappingDescription",
        forward.owner().text(),
        "NewLeaseDuration",
        Long.toString(seconds));
  }

  private Outcome refused(Fault fault, Forward forward, Deadline deadline) throws IOException {
    if (fault.code() != Fault.CONFLICT && fault.code() != Fault.OTHER_MECHANISM) {
      return new Outcome.Refused(fault.words());
    }
    Optional<Entry> holder = holder(forward, deadline);
    return new Outcome.Conflict(holder.map(Entry::holder).orElse(fault.words()));
  }

  /** What can't be told from others' later is not kept: nobody would dare to remove it. */
  private Outcome unfit(Entry made, boolean isNew, Forward forward, Deadline deadline)
      throws IOException {
    boolean gone = isNew && delete(forward, deadline) instanceof Done;
    return new Outcome.Refused(
        Line.of(
            "the router made another mapping than was asked for"
                + (gone ? ", which was given back: " : ", which is still there: ")
                + (made.enabled() ? "" : "not enabled, ")
                + made.holder()));
  }

  private Reply delete(Forward forward, Deadline deadline) throws IOException {
    return control.ask(
        deadline,
        "DeletePortMapping",
        "NewRemoteHost",
        "",
        "NewExternalPort",
        Integer.toString(forward.externalPort()),
        "NewProtocol",
        word(forward.protocol()));
  }

  /** Removes only what is its own, and then looks whether it is gone. */
  Outcome unmap(Grant grant, Deadline deadline) throws IOException {
    Forward forward = grant.forward();
    Optional<Entry> before = holder(forward, deadline);
    if (before.isEmpty()) {
      return new Outcome.Removed();
    }
    if (!before.get().isOf(grant)) {
      return new Outcome.Conflict(before.get().holder());
    }
    if (delete(forward, deadline) instanceof Fault fault && fault.code() != Fault.NO_SUCH_ENTRY) {
      return new Outcome.Refused(fault.words());
    }
    return holder(forward, deadline).filter(entry -> entry.isOf(grant)).isPresent()
        ? new Outcome.Refused("the router said that it has removed it, and still has it")
        : new Outcome.Removed();
  }
}
