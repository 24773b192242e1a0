package dev.durward.probe.tls;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a server sends along of its certificate's revocation, RFC 6961: an OCSP response. */
public enum Staple {
  /** None was sent. */
  ABSENT("no OCSP staple"),
  GOOD("good"),
  REVOKED("revoked"),
  /** It is out of date, of another certificate, not signed as it must be, or undecided. */
  UNUSABLE("not usable");

  private final String words;

  Staple(String words) {
    this.words = words;
  }

  /** What it is in reports. */
  String words() {
    return words;
  }

  /**
   * Checks a response; no responder is asked. It counts whether or not the chain is trusted: its
   * own issuer is taken for good.
   */
  static Staple of(LinkedChain chain, Optional<byte[]> response) {
    if (response.isEmpty()) {
      return ABSENT;
    }
    Optional<X509Certificate> issuer = chain.leafIssuer();
    if (issuer.isEmpty()) {
      return UNUSABLE;
    }
    try {
      check(chain.leaf(), issuer.get(), response.get());
      return GOOD;
    } catch (CertPathValidatorException e) {
      return e.getReason() == BasicReason.REVOKED ? REVOKED : UNUSABLE;
    } catch (GeneralSecurityException e) {
      return UNUSABLE;
    }
  }

  private static void check(X509Certificate leaf, X509Certificate issuer, byte[] response)
      throws GeneralSecurityException {
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(Set.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
    checker.setOcspResponses(Map.of(leaf, response));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
    parameters.addCertPathChecker(checker);
    validator.validate(
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
  }
}
