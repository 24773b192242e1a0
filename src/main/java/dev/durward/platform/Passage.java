package dev.durward.platform;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Connections from outside that a change must not shut out.
 *
 * @param session the one that comes by it; empty if it is about whoever comes to a port
 * @param protocol the IANA number
 * @param port this host's port
 * @param remote the addresses on the other side
 * @param local this host's
 * @param networkInterface the one that packets cross; empty for every one of a network
 * @param running the other side's port in a connection that is open now; empty if none is, or if
 *     all are meant
 */
public record Passage(
    Optional<ManagementSession> session,
    int protocol,
    int port,
    AddressSet remote,
    AddressSet local,
    Optional<String> networkInterface,
    Optional<Integer> running) {
  /** That of a session: its own packets, and those with which its peer would open it again. */
  public static Passage of(ManagementSession session) {
    return new Passage(
        Optional.of(session),
        session.protocol(),
        session.port(),
        session.peer().map(peer -> only(peer.address())).orElse(AddressSet.ANY),
        session.local().map(Passage::only).orElse(AddressSet.ANY),
        session.networkInterface(),
        session.peer().map(peer -> peer.port()).filter(port -> port > 0));
  }

  /** Whoever comes to a port over a network. */
  public static Passage to(int port, int protocol) {
    return new Passage(
        Optional.empty(),
        protocol,
        port,
        AddressSet.ANY,
        AddressSet.ANY,
        Optional.empty(),
        Optional.empty());
  }

  private static AddressSet only(IpAddress address) {
    return new AddressSet(List.of(AddressRange.of(address)));
  }

  /** {@code 22/tcp}. */
  public String door() {
    return port + "/" + Protocol.numbered(protocol).word();
  }

  /** Those in which it can be. */
  public Set<Family> families() {
    Set<Family> families = EnumSet.noneOf(Family.class);
    for (Family family : Family.values()) {
      if (!remote.in(family).isEmpty() && !local.in(family).isEmpty()) {
        families.add(family);
      }
    }
    return families;
  }
}
