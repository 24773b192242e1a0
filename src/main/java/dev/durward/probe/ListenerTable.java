package dev.durward.probe;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.Set;

/**
 * The sockets of a host that wait for others.
 *
 * @param listeners each of them
 */
public record ListenerTable(Set<Listener> listeners) {
  /** A host on which nothing listens. */
  public static final ListenerTable EMPTY = new ListenerTable(Set.of());

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
    listeners = Set.copyOf(listeners);
  }

  /** Whether a packet to {@code target} finds a socket, as far as the table can tell. */
  public boolean listensAt(Transport transport, Endpoint target) {
    return surelyListensAt(transport, target) || has(transport, ALL_IPV6, target.port());
  }

  /** The same, without IPv6 sockets that may or may not take IPv4. */
  boolean surelyListensAt(Transport transport, Endpoint target) {
    IpAddress all = target.address().family() == Family.IPV4 ? ALL_IPV4 : ALL_IPV6;
    return has(transport, target.address(), target.port()) || has(transport, all, target.port());
  }

  private boolean has(Transport transport, IpAddress address, int port) {
    return listeners.contains(new Listener(transport, new Endpoint(address, port)));
  }
}
