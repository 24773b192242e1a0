package dev.durward.probe.tls.certificate;

import dev.durward.probe.tls.conversation.Printable;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A certificate of a chain.
 *
 * @param subject whose it is, RFC 2253
 * @param issuer who signed it
 * @param notBefore when it begins to be valid
 * @param notAfter when it ends
 * @param keyAlgorithm {@code RSA}, {@code EC} …
 * @param keyBits how long the key is, where that varies
 * @param signatureAlgorithm how it is signed: {@code SHA256withRSA} …
 */
public record Member(
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    String keyAlgorithm,
    OptionalInt keyBits,
    String signatureAlgorithm) {

  static Member of(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return new Member(
        Printable.of(certificate.getSubjectX500Principal()),
        Printable.of(certificate.getIssuerX500Principal()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        key.getAlgorithm(),
        bits(key),
        certificate.getSigAlgName());
  }

  private static OptionalInt bits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return OptionalInt.of(rsa.getModulus().bitLength());
    }
    if (key instanceof ECPublicKey ec) {
      return OptionalInt.of(ec.getParams().getOrder().bitLength());
    }
    if (key instanceof DSAPublicKey dsa) {
      return OptionalInt.of(dsa.getParams().getP().bitLength());
    }
    return OptionalInt.empty();
  }

  /** Whether it signed itself, as roots do. */
  public boolean isSelfSigned() {
    return subject.equals(issuer);
  }

  /** NIST SP 800-131A: RSA and DSA below 2048 bits, elliptic curves below 224. */
  public boolean hasShortKey() {
    int least = keyAlgorithm.startsWith("EC") ? 224 : 2048;
    return keyBits.isPresent() && keyBits.getAsInt() < least;
  }

  /** Whether it is signed over a digest for which collisions were made. */
  public boolean hasWeakSignature() {
    return signatureAlgorithm.startsWith("SHA1")
        || signatureAlgorithm.startsWith("MD5")
        || signatureAlgorithm.startsWith("MD2");
  }
}
