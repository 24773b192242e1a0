package dev.durward.router.upnp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import dev.durward.router.upnp.Description.Offer;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A router that is asked by UPnP IGD. The family of its address is the one that ports are asked for
 * in: a router opens IPv6 to none but the address that asks, so that one must be of IPv6 as well.
 */
public final class Igd implements RouterProtocol {
  private static final Duration TIME = Duration.ofSeconds(4);
  private static final Duration SEARCH_TIME = Duration.ofMillis(2_500);
  private static final Duration DESCRIPTION_TIME = Duration.ofMillis(1_500);
  private static final int SSDP = 1_900;

  private final Gateway gateway;
  private final Optional<PortMappings> mappings;
  private final Optional<Pinholes> pinholes;

  private Igd(Gateway gateway, Optional<PortMappings> mappings, Optional<Pinholes> pinholes) {
    this.gateway = gateway;
    this.mappings = mappings;
    this.pinholes = pinholes;
  }

  /** Finds out whether the router speaks it, and offers what its family needs. */
  public static Optional<RouterProtocol> seek(Gateway gateway) throws InterruptedException {
    return seek(gateway, SSDP, Clock.systemUTC());
  }

  static Optional<RouterProtocol> seek(Gateway gateway, int port, Clock clock)
      throws InterruptedException {
    Deadline deadline = Deadline.in(TIME);
    try {
      Peer peer = Peer.of(gateway);
      Http http = new Http(peer);
      for (Page page : new Search(peer, port).pages(deadline.within(SEARCH_TIME))) {
        Optional<RouterProtocol> igd = read(http, page, gateway, clock, deadline);
        if (igd.isPresent()) {
          return igd;
        }
      }
    } catch (IOException e) {
      stopIfInterrupted();
    }
    return Optional.empty();
  }

  private static Optional<RouterProtocol> read(
      Http http, Page page, Gateway gateway, Clock clock, Deadline deadline)
      throws InterruptedException {
    List<PortMappings> connections = new ArrayList<>();
    List<Pinholes> firewalls = new ArrayList<>();
    try {
      for (Offer offer :
          Description.fetch(http, page, deadline.within(DESCRIPTION_TIME)).offers()) {
        Control control = new Control(http, offer);
        boolean six = offer.type() == ServiceType.FIREWALL_1;
        if (six && gateway.address().family() == Family.IPV6) {
          firewalls.add(new Pinholes(control, clock));
        } else if (!six && gateway.address().family() == Family.IPV4) {
          connections.add(new PortMappings(control, clock));
        }
      }
    } catch (IOException e) {
      stopIfInterrupted();
    }
    return connections.isEmpty() && firewalls.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Igd(gateway, best(connections, deadline), firewalls.stream().findFirst()));
  }

  /** The line that is up and has an address; the one that is up; the first. */
  private static Optional<PortMappings> best(List<PortMappings> connections, Deadline deadline)
      throws InterruptedException {
    Optional<PortMappings> connected = Optional.empty();
    for (PortMappings each : connections.size() < 2 ? List.<PortMappings>of() : connections) {
      try {
        if (each.isConnected(deadline)) {
          if (each.externalAddress(deadline).isPresent()) {
            return Optional.of(each);
          }
          connected = connected.or(() -> Optional.of(each));
        }
      } catch (IOException e) {
        stopIfInterrupted();
      }
    }
    return connected.or(() -> connections.stream().findFirst());
  }

  /** An interrupted thread's channel is closed, which looks like any other trouble. */
  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public Method method() {
    return Method.UPNP;
  }

  @Override
  public Gateway gateway() {
    return gateway;
  }

  @Override
  public boolean speaksFor(Family family) {
    return family == Family.IPV4 ? mappings.isPresent() : pinholes.isPresent();
  }

  @Override
  public boolean tellsHolders(Family family) {
    return family == Family.IPV4 && mappings.isPresent();
  }

  @Override
  public Optional<IpAddress> externalAddress() throws FirewallException, InterruptedException {
    return mappings.isEmpty()
        ? Optional.empty()
        : answered(deadline -> mappings.get().externalAddress(deadline));
  }

  @Override
  public Optional<List<Mapping>> mappings() throws FirewallException, InterruptedException {
    return mappings.isEmpty()
        ? Optional.empty()
        : Optional.of(answered(deadline -> shown(mappings.get().entries(deadline))));
  }

  private static List<Mapping> shown(List<Entry> entries) throws IOException {
    List<Mapping> shown = new ArrayList<>();
    for (Entry entry : entries) {
      shown.add(entry.mapping());
    }
    return shown;
  }

  @Override
  public Optional<Mapping> holder(Forward forward) throws FirewallException, InterruptedException {
    if (mappings.isEmpty() || forward.family() == Family.IPV6) {
      return Optional.empty();
    }
    Optional<Entry> entry = answered(deadline -> mappings.get().holder(forward, deadline));
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(answered(deadline -> entry.get().mapping()));
  }

  @Override
  public Grant draft(Forward forward) {
    return Grant.draft(forward, Method.UPNP, gateway, "");
  }

  @Override
  public Outcome map(Grant grant) throws InterruptedException {
    return isHole(grant)
        ? outcome(deadline -> pinholes.orElseThrow().map(grant, deadline))
        : outcome(deadline -> mappings.orElseThrow().map(grant, deadline));
  }

  @Override
  public Outcome unmap(Grant grant) throws InterruptedException {
    return isHole(grant)
        ? outcome(deadline -> pinholes.orElseThrow().unmap(grant, deadline))
        : outcome(deadline -> mappings.orElseThrow().unmap(grant, deadline));
  }

  private static boolean isHole(Grant grant) {
    return grant.forward().family() == Family.IPV6;
  }

  /** What is asked, with all the time that there is for it. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Deadline deadline) throws IOException;
  }

  private static Outcome outcome(Question<Outcome> question) throws InterruptedException {
    try {
      return question.ask(Deadline.in(TIME));
    } catch (Refusal e) {
      return new Outcome.Refused(reason(e));
    } catch (IOException e) {
      stopIfInterrupted();
      return new Outcome.Untold(reason(e));
    }
  }

  private <T> T answered(Question<T> question) throws FirewallException, InterruptedException {
    try {
      return question.ask(Deadline.in(TIME));
    } catch (IOException e) {
      stopIfInterrupted();
      throw new FirewallException(
          Kind.UNREACHABLE,
          "the router " + gateway.address() + " does not tell by UPnP: " + reason(e),
          "try again, or look at the router's own pages");
    }
  }

  private static String reason(IOException trouble) {
    if (trouble instanceof SocketTimeoutException) {
      return "the router has not answered within " + TIME.toSeconds() + " seconds";
    }
    String message = String.valueOf(trouble.getMessage());
    return Line.of(
        trouble instanceof SocketException ? "the router can't be reached: " + message : message);
  }
}
