package dev.durward.probe;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sockets of a host that wait for others.
 *
 * @param listeners each of them; empty if they can't be known, on another host
 * @param owners tells whose they are
 */
public record ListenerTable(Optional<Set<Listener>> listeners, Owners owners) {
  /** Of another host. */
  public static final ListenerTable UNKNOWN = new ListenerTable(Optional.empty(), Owners.UNKNOWN);

  /** Tells whose a listener is; asked only where it is wanted, since that may take long. */
  @FunctionalInterface
  public interface Owners {
    /** Of a host that doesn't tell. */
    Owners UNKNOWN = listener -> Optional.empty();

    /** {@code nginx (pid 812)}; empty if that is not known. */
    Optional<String> of(Listener listener);
  }

  /**
   * A socket that waits for others.
   *
   * @param transport its protocol
   * @param local where it waits; the unspecified address stands for all of the host's. An IPv6
   *     socket on all of them takes IPv4 as well, unless it was opened with {@code IPV6_V6ONLY}
   *     (ipv6(7)), which the kernel's table does not tell
   */
  public record Listener(Transport transport, Endpoint local) {}

  private static final IpAddress ALL_IPV4 = new IpAddress(Family.IPV4, 0, 0);
  private static final IpAddress ALL_IPV6 = new IpAddress(Family.IPV6, 0, 0);

  public ListenerTable {
    listeners = listeners.map(Set::copyOf);
  }

  /** One whose owners are not known. */
  public ListenerTable(Set<Listener> listeners) {
    this(Optional.of(listeners), Owners.UNKNOWN);
  }

  /** What waits for a packet to {@code target}. */
  public Listening at(Transport transport, Endpoint target) {
    if (listeners.isEmpty()) {
      return Listening.UNKNOWN;
    }
    IpAddress all = target.address().family() == Family.IPV4 ? ALL_IPV4 : ALL_IPV6;
    for (IpAddress address : List.of(target.address(), all)) {
      Listener listener = new Listener(transport, new Endpoint(address, target.port()));
      if (listeners.get().contains(listener)) {
        return new Listening(Listening.State.SOMEBODY, () -> owners.of(listener));
      }
    }
    Listener perhaps = new Listener(transport, new Endpoint(ALL_IPV6, target.port()));
    return listeners.get().contains(perhaps)
        ? new Listening(Listening.State.PERHAPS, () -> owners.of(perhaps))
        : Listening.NOBODY;
  }

  /** Whether a packet to {@code target} finds a socket, as far as the table can tell. */
  public boolean listensAt(Transport transport, Endpoint target) {
    Listening found = at(transport, target);
    return found.isSure() || found.state() == Listening.State.PERHAPS;
  }

  /** The same, without IPv6 sockets that may or may not take IPv4. */
  public boolean surelyListensAt(Transport transport, Endpoint target) {
    return at(transport, target).isSure();
  }
}
