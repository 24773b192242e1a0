package dev.durward.probe.tls.client;

import dev.durward.probe.tls.conversation.Version;
import java.util.Optional;

/**
 * What was negotiated.
 *
 * @param version the version of TLS
 * @param cipher the cipher suite's name, IANA's
 * @param alpn the protocol for what is said over it
 */
public record Session(Version version, String cipher, Optional<String> alpn) {
  /** {@code TLSv1.3, TLS_AES_256_GCM_SHA384, ALPN h2}. */
  @Override
  public String toString() {
    return version.word() + ", " + cipher + alpn.map(name -> ", ALPN " + name).orElse("");
  }
}
