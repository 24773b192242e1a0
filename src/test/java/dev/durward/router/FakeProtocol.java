package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A router of IPv4 in memory that speaks one method, as it is told to. */
public final class FakeProtocol implements RouterProtocol {
  /** Its own address in the network, and that of the host that asks. */
  public static final String GATEWAY = "192.168.77.1";

  public static final String HOST = "192.168.77.10";
  public static final String OTHER = "192.168.77.11";

  private final Method method;
  private final Map<String, Held> held = new TreeMap<>();
  private final Set<Integer> refused = new HashSet<>();
  private final List<String> questions = new ArrayList<>();
  private Gateway gateway = gateway(GATEWAY, HOST);
  private Optional<IpAddress> outside = Optional.of(address("11.22.33.1"));
  private Duration cap = Duration.ofDays(365);
  private boolean isOn = true;
  private int silentFrom = Integer.MAX_VALUE;
  private boolean worksInSilence;
  private int tickets;
  private Consumer<String> listener = question -> {};

  public FakeProtocol(Method method) {
    this.method = method;
  }

  public static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static Gateway gateway(String router, String host) {
    return new Gateway(address(router), "eth0", address(host));
  }

  /** The routers of a process that finds this one before its host. */
  public Routers routers() {
    return routers(protocol -> protocol);
  }

  /**
   * The same.
   *
   * @param over what stands between the two
   */
  public Routers routers(UnaryOperator<RouterProtocol> over) {
    return new Routers(
        family -> family == Family.IPV4 ? Optional.of(gateway) : Optional.empty(),
        List.of(
            asked -> {
              questions.add("seek");
              return isOn ? Optional.of(over.apply(this)) : Optional.empty();
            }));
  }

  /** It is switched off, or on again with all that it had. */
  public void power(boolean on) {
    isOn = on;
    silentFrom = Integer.MAX_VALUE;
  }

  /** It is started anew, and knows nothing. */
  public void forget() {
    held.clear();
  }

  /** It answers no question from that one on, counted from 1, those that seek it left out. */
  public void silentFrom(int question, boolean works) {
    silentFrom = question;
    worksInSilence = works;
    questions.clear();
  }

  /** Gives no longer leases. */
  public void cap(Duration longest) {
    cap = longest;
  }

  public void refuse(int port) {
    refused.add(port);
  }

  public void allow() {
    refused.clear();
  }

  public void outside(String text) {
    outside = IpAddress.parse(text);
  }

  /** The host before it is another one, or in another network. */
  public void move(String router, String host) {
    gateway = gateway(router, host);
  }

  /** Somebody else has got a port. */
  public void give(int port, String host, String description) {
    held.put(
        key(Protocol.TCP, port),
        new Held(
            Protocol.TCP,
            port,
            address(host),
            port,
            description,
            "others",
            Instant.now().plus(Duration.ofDays(1))));
  }

  /** Time goes by: here, a part of what is left. */
  public void age(Duration time) {
    held.replaceAll(
        (key, each) ->
            new Held(
                each.protocol(),
                each.port(),
                each.internal(),
                each.internalPort(),
                each.description(),
                each.ticket(),
                each.end().minus(time)));
    held.values().removeIf(each -> !each.end().isAfter(Instant.now()));
  }

  /** Is told each question. */
  void listen(Consumer<String> chosen) {
    listener = chosen;
  }

  /** All that it was asked since it was last told when to be silent. */
  public List<String> questions() {
    return questions;
  }

  /** All that it has: {@code 443/tcp to 192.168.77.10:443 for durward:web/https}. */
  public List<String> texts() {
    boolean isTold = tellsHolders(Family.IPV4);
    return held.values().stream()
        .map(each -> each.text(isTold || each.ticket().equals("others")))
        .toList();
  }

  private static String key(Protocol protocol, int port) {
    return port + "/" + protocol.word();
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public Gateway gateway() {
    return gateway;
  }

  @Override
  public boolean speaksFor(Family family) {
    return family == Family.IPV4;
  }

  @Override
  public boolean tellsHolders(Family family) {
    return method == Method.UPNP;
  }

  /** Whether it hears a question, but doesn't answer. */
  private boolean isSilent(String question) {
    listener.accept(question);
    questions.add(question);
    return questions.stream().filter(each -> !each.equals("seek")).count() >= silentFrom;
  }

  private void told(String question) throws FirewallException {
    if (isSilent(question)) {
      throw new FirewallException(Kind.UNREACHABLE, "the router is silent", "try again");
    }
  }

  @Override
  public Optional<IpAddress> externalAddress() throws FirewallException {
    told("address");
    return outside;
  }

  @Override
  public Optional<List<Mapping>> mappings() throws FirewallException {
    if (!tellsHolders(Family.IPV4)) {
      return Optional.empty();
    }
    told("list");
    return Optional.of(held.values().stream().map(Held::mapping).toList());
  }

  @Override
  public Optional<Mapping> holder(Forward forward) throws FirewallException {
    if (!tellsHolders(Family.IPV4)) {
      return Optional.empty();
    }
    told("holder " + forward.external());
    return Optional.ofNullable(held.get(forward.external())).map(Held::mapping);
  }

  @Override
  public Grant draft(Forward forward) {
    return Grant.draft(forward, method, gateway, method == Method.PCP ? "nonce" + ++tickets : "");
  }

  /** Whoever asks by the others than UPnP is known by the address that he asks from. */
  private boolean isOf(Held held, Grant grant) {
    return held.internal().equals(method == Method.UPNP ? grant.internal() : gateway.local())
        && switch (method) {
          case UPNP -> held.description().equals(grant.forward().owner().text());
          case PCP -> held.ticket().equals(grant.ticket());
          case NAT_PMP -> held.internalPort() == grant.forward().internalPort();
        };
  }

  @Override
  public Outcome map(Grant grant) {
    Forward forward = grant.forward();
    if (!isSilent("map " + forward.external())) {
      return mapped(grant);
    }
    if (worksInSilence) {
      mapped(grant);
    }
    return new Outcome.Untold("no answer");
  }

  private Outcome mapped(Grant grant) {
    Forward forward = grant.forward();
    Optional<Held> before = Optional.ofNullable(held.get(forward.external()));
    if (refused.contains(forward.externalPort())) {
      return new Outcome.Refused("the test says no");
    }
    if (before.isPresent() && !isOf(before.get(), grant)) {
      return switch (method) {
        case UPNP -> new Outcome.Conflict(before.get().mapping().holder());
        case PCP -> new Outcome.Refused("another host has this port");
        case NAT_PMP -> new Outcome.OtherPort(1024);
      };
    }
    Duration lease = forward.lease().compareTo(cap) < 0 ? forward.lease() : cap;
    Instant end = Instant.now().plus(lease);
    held.put(
        forward.external(),
        new Held(
            forward.protocol(),
            forward.externalPort(),
            grant.internal(),
            forward.internalPort(),
            forward.owner().text(),
            grant.ticket(),
            end));
    Grant given = grant.given(grant.ticket(), Optional.of(end));
    return before.isPresent() ? new Outcome.AlreadyMine(given) : new Outcome.Mapped(given);
  }

  @Override
  public Outcome unmap(Grant grant) {
    if (!isSilent("unmap " + grant.forward().external())) {
      return removed(grant);
    }
    if (worksInSilence) {
      removed(grant);
    }
    return new Outcome.Untold("no answer");
  }

  private Outcome removed(Grant grant) {
    Optional<Held> there = Optional.ofNullable(held.get(grant.forward().external()));
    if (there.isPresent() && isOf(there.get(), grant)) {
      held.remove(grant.forward().external());
    } else if (there.isPresent() && method == Method.UPNP) {
      return new Outcome.Conflict(there.get().mapping().holder());
    }
    return new Outcome.Removed();
  }
}
