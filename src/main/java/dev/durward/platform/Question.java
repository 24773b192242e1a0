package dev.durward.platform;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Packets that open connections to a port, about which somebody wants to know who decides.
 *
 * @param port 1 to 65535
 * @param protocol the IANA number
 * @param direction who opens the connections
 * @param families one or both
 * @param remote the addresses on the other side
 * @param networkInterface the one that they cross; empty for every one of a network
 * @param now when they come
 */
public record Question(
    int port,
    int protocol,
    Direction direction,
    Set<Family> families,
    AddressSet remote,
    Optional<String> networkInterface,
    Instant now) {
  public Question {
    families = Set.copyOf(families);
  }

  /** {@code 443/tcp}. */
  public String subject() {
    return port + "/" + protocolWord();
  }

  /** {@code tcp}. */
  public String protocolWord() {
    return Protocol.numbered(protocol).word();
  }

  /** What opens its port, as one thing to do. */
  public String opening() {
    return "have `- {name: NAME, ports: " + port + "}` in a rule file, then run durward apply FILE";
  }

  /** The same about another port. */
  public Question about(int otherPort, int otherProtocol) {
    return new Question(
        otherPort, otherProtocol, direction, families, remote, networkInterface, now);
  }
}
