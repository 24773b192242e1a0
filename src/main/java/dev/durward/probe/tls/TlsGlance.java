package dev.durward.probe.tls;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Vantage.Dialler;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.TlsClient;
import dev.durward.probe.tls.conversation.Approach;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether TLS is spoken behind a port: told by a whole handshake, of which nothing is judged. */
public final class TlsGlance {
  private TlsGlance() {}

  /**
   * What was negotiated, and whose certificate was shown; empty if there was no handshake.
   *
   * @param timeout for the connection, and for the handshake
   */
  public static Optional<String> at(Endpoint target, Dialler dialler, Duration timeout) {
    Approach approach = Approach.to(target, dialler, timeout);
    Handshake seen =
        new TlsClient(Optional.empty(), Set.of()).observe(approach, List.of(), Instant.now());
    String subject = seen.chain().map(chain -> ", " + chain.leaf().subject()).orElse("");
    return seen.session().map(session -> session + subject);
  }
}
