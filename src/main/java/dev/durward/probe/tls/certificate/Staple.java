package dev.durward.probe.tls.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a server sends along of its certificate's revocation, RFC 6066 section 8: an OCSP response.
 *
 * @param kind what it says
 * @param until when it is out of date; empty if it doesn't say
 */
public record Staple(Kind kind, Optional<Instant> until) {
  /** As much as clocks may differ: the JDK's own allowance. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  /** That there is none. */
  private static final Staple ABSENT = new Staple(Kind.ABSENT, Optional.empty());

  private static final Staple UNUSABLE = new Staple(Kind.UNUSABLE, Optional.empty());

  /** What it says. */
  public enum Kind {
    /** None was sent. */
    ABSENT("is missing"),
    GOOD("says good"),
    REVOKED("says that the certificate is revoked"),
    /** It said good once. */
    EXPIRED("is out of date"),
    /** It is of another certificate, not signed as it must be, or undecided. */
    UNUSABLE("is not usable");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** What it does, in reports. */
    public String words() {
      return words;
    }
  }

  /**
   * Checks a response; no responder is asked. It counts whether or not the chain is trusted: its
   * own issuer is taken for good. Of what is said and of whether that still counts the first is
   * looked at in the response's own time, so that neither hides the other.
   */
  static Staple of(LinkedChain chain, Optional<byte[]> response, Instant now) {
    if (response.isEmpty()) {
      return ABSENT;
    }
    Optional<X509Certificate> issuer = chain.leafIssuer();
    Optional<OcspTimes> times = OcspTimes.of(response.get());
    if (issuer.isEmpty() || times.isEmpty()) {
      return UNUSABLE;
    }
    try {
      check(chain.leaf(), issuer.get(), response.get(), times.get().thisUpdate());
      return times.get().judge(now, SKEW);
    } catch (CertPathValidatorException e) {
      return e.getReason() == BasicReason.REVOKED
          ? new Staple(Kind.REVOKED, times.get().nextUpdate())
          : UNUSABLE;
    } catch (GeneralSecurityException e) {
      return UNUSABLE;
    }
  }

  private static void check(
      X509Certificate leaf, X509Certificate issuer, byte[] response, Instant then)
      throws GeneralSecurityException {
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(Set.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
    checker.setOcspResponses(Map.of(leaf, response));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
    parameters.addCertPathChecker(checker);
    parameters.setDate(Date.from(then));
    validator.validate(
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
  }
}
