package dev.durward.probe.tls.certificate;

/**
 * Whether a chain ends where it is trusted, its days left aside.
 *
 * @param kind in short
 * @param detail more of it, without a full stop; may be empty
 */
public record Trust(Kind kind, String detail) {
  /** In short. */
  public enum Kind {
    TRUSTED("trusted"),
    /** The server's certificate signed itself, and is not among those that are trusted. */
    SELF_SIGNED("self-signed"),
    /** The chain is whole, but ends in a root that is not trusted. */
    UNKNOWN_ROOT("signed by a root that is not trusted here"),
    /** The issuer of the last certificate is neither sent nor trusted. */
    INCOMPLETE("an intermediate certificate is missing"),
    /** It ends where it is trusted, but one certificate must not stand where it does. */
    UNFIT("the chain is not fit");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** {@code an intermediate certificate is missing: CN=…}. */
  @Override
  public String toString() {
    return kind.words + (detail.isEmpty() ? "" : ": " + detail);
  }
}
