package dev.durward.probe.tls.conversation;

import java.util.Optional;

/** What came first after a ClientHello. */
public sealed interface Answer permits Answer.ServerHello, Answer.Alert, Speech, Trouble {
  /**
   * A ServerHello, or TLS 1.3's HelloRetryRequest, which says the same.
   *
   * @param version the version that the server chose
   * @param cipher the number of the cipher suite that it chose
   * @param alpn the protocol that it chose, as far as it says so in the clear: never in TLS 1.3
   */
  record ServerHello(Version version, int cipher, Optional<String> alpn) implements Answer {
    /** {@code TLSv1.2, cipher 0xC02F}. */
    @Override
    public String toString() {
      return version.word()
          + ", cipher "
          + String.format("0x%04X", cipher)
          + alpn.map(name -> ", ALPN " + name).orElse("");
    }
  }

  /**
   * An alert.
   *
   * @param description its number, RFC 8446 section 6
   */
  record Alert(int description) implements Answer {
    /** {@code alert 70 (protocol_version)}. */
    @Override
    public String toString() {
      return "alert " + description + name().map(name -> " (" + name + ")").orElse("");
    }

    private Optional<String> name() {
      return Optional.ofNullable(
          switch (description) {
            case 10 -> "unexpected_message";
            case 40 -> "handshake_failure";
            case 47 -> "illegal_parameter";
            case 50 -> "decode_error";
            case 70 -> "protocol_version";
            case 71 -> "insufficient_security";
            case 80 -> "internal_error";
            case 112 -> "unrecognized_name";
            case 120 -> "no_application_protocol";
            default -> null;
          });
    }
  }
}
