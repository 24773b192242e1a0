package dev.durward.router.upnp;

import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.upnp.Reply.Done;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A mapping as the router names it.
 *
 * @param remote the only host that it is for; mostly empty, for all
 * @param client the host that it leads to: an address, though a router may take a name
 * @param enabled whether it does at present
 * @param seconds how long it stays; 0 if for ever
 */
record Entry(
    String remote,
    Protocol protocol,
    int externalPort,
    String client,
    int internalPort,
    boolean enabled,
    String description,
    long seconds) {
  /** From GetGenericPortMappingEntry. */
  static Entry of(Done values) throws IOException {
    return of(
        values,
        values.value("NewRemoteHost"),
        protocol(values.value("NewProtocol")),
        (int) number(values, "NewExternalPort", 65_535));
  }

  /** From GetSpecificPortMappingEntry, which doesn't say again what it was asked for. */
  static Entry of(Done values, Forward asked) throws IOException {
    return of(values, "", asked.protocol(), asked.externalPort());
  }

  private static Entry of(Done values, String remote, Protocol protocol, int port)
      throws IOException {
    return new Entry(
        remote,
        protocol,
        port,
        values.value("NewInternalClient"),
        (int) number(values, "NewInternalPort", 65_535),
        isTrue(values.value("NewEnabled")),
        values.value("NewPortMappingDescription"),
        number(values, "NewLeaseDuration", 0xffff_ffffL));
  }

  /** UPnP Device Architecture 1.1, table 2-1. */
  static boolean isTrue(String text) {
    return text.equals("1") || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes");
  }

  private static Protocol protocol(String text) throws IOException {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "TCP" -> Protocol.TCP;
      case "UDP" -> Protocol.UDP;
      default -> throw new IOException("the router maps a protocol \"" + Line.of(text) + "\"");
    };
  }

  private static long number(Done values, String name, long most) throws IOException {
    String text = values.value(name);
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > most) {
      throw new IOException("the router's " + name + " is \"" + Line.of(text) + "\"");
    }
    return Long.parseLong(text);
  }

  /** Whether it is the mapping that was asked for: it leads to this host and bears the mark. */
  boolean isOf(Grant grant) {
    return leadsTo(grant.internal()) && description.equals(grant.forward().owner().text());
  }

  boolean leadsTo(IpAddress address) {
    return IpAddress.parse(client).equals(Optional.of(address));
  }

  /** Whether packets of the port arrive where they are wanted. */
  boolean does(Forward forward) {
    return enabled && internalPort == forward.internalPort();
  }

  /** When it ends; empty if never. */
  Optional<Instant> until(Clock clock) {
    return seconds == 0 ? Optional.empty() : Optional.of(clock.instant().plusSeconds(seconds));
  }

  /** {@code 192.168.1.7:443 (Web)}. */
  String holder() {
    return Line.of(
        client + ":" + internalPort + (description.isEmpty() ? "" : " (" + description + ")"));
  }

  /** For the eyes of all. */
  Mapping mapping() throws IOException {
    IpAddress internal =
        IpAddress.parse(client)
            .orElseThrow(
                () ->
                    new IOException(
                        "the router maps a port to \"" + Line.of(client) + "\", no address"));
    return new Mapping(
        protocol,
        externalPort,
        internal,
        internalPort,
        Line.of(description),
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
  }
}
