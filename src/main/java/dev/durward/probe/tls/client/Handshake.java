package dev.durward.probe.tls.client;

import dev.durward.probe.tls.certificate.Chain;
import dev.durward.probe.tls.conversation.Trouble;
import java.util.Optional;

/**
 * What a whole handshake showed. What came before it failed is kept: a server that turns down a
 * client without a certificate has shown its own.
 *
 * @param session what was negotiated; empty if it failed
 * @param trouble why it failed; empty if it didn't
 * @param chain the server's certificates, as far as they came
 * @param wantsClientCertificate whether the server asked for the client's
 */
public record Handshake(
    Optional<Session> session,
    Optional<Trouble> trouble,
    Optional<Chain> chain,
    boolean wantsClientCertificate) {

  static Handshake failed(Trouble trouble) {
    return new Handshake(Optional.empty(), Optional.of(trouble), Optional.empty(), false);
  }
}
