package dev.durward.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What probes of a rule's ports must see, beyond what the rule itself implies.
 *
 * @param tls about the TLS served there
 * @param http about the HTTP served there
 */
public record Expectation(Optional<Tls> tls, Optional<Http> http) {
  /** What a rule without a {@code verify:} block has. */
  public static final Expectation NONE = new Expectation(Optional.empty(), Optional.empty());

  /** A version of TLS, ascending. */
  public enum TlsVersion {
    TLS_1_0("TLSv1.0"),
    TLS_1_1("TLSv1.1"),
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String word;

    TlsVersion(String word) {
      this.word = word;
    }

    /** The name in the rule file. */
    public String word() {
      return word;
    }
  }

  /**
   * Of TLS.
   *
   * @param host the name to ask for and to find in the certificate
   * @param ca the file of PEM certificates that are trusted there, in place of the host's
   * @param minVersion the lowest version that may be negotiated
   * @param minDaysLeft how many days each certificate of the chain must still be valid
   * @param refuseLegacy whether TLS 1.1 and older must be refused
   * @param tlsOnly whether nothing but TLS may be answered
   */
  public record Tls(
      Optional<String> host,
      Optional<Path> ca,
      Optional<TlsVersion> minVersion,
      OptionalInt minDaysLeft,
      boolean refuseLegacy,
      boolean tlsOnly) {}

  /**
   * Of HTTP.
   *
   * @param path the path to ask for, with its leading slash
   * @param status the status code to be answered, 100 to 599
   * @param httpsRedirect whether plain HTTP must be redirected to HTTPS
   */
  public record Http(String path, OptionalInt status, boolean httpsRedirect) {}
}
