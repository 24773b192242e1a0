package dev.durward.router;

import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A port that a {@link FakeProtocol} leads to somebody.
 *
 * @param ticket by which whoever has it is known again
 */
record Held(
    Protocol protocol,
    int port,
    IpAddress internal,
    int internalPort,
    String description,
    String ticket,
    Instant end) {
  Mapping mapping() {
    Duration left = Duration.between(Instant.now(), end);
    return new Mapping(
        protocol,
        port,
        internal,
        internalPort,
        description,
        Optional.of(left.isNegative() ? Duration.ZERO : left));
  }

  String text(boolean isDescribed) {
    String way = port + "/" + protocol.word() + " to " + internal + ":" + internalPort;
    return isDescribed ? way + " for " + description : way;
  }
}
