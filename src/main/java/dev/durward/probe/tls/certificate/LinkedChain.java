package dev.durward.probe.tls.certificate;

import dev.durward.probe.tls.certificate.Trust.Kind;
import dev.durward.probe.tls.conversation.Printable;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Certificates in the order of who signed whom.
 *
 * @param members the server's own first
 * @param anchor the trusted one that signed the last, or that is the only one itself
 */
record LinkedChain(List<X509Certificate> members, Optional<X509Certificate> anchor) {
  private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  /** Servers send certificates out of order, twice, or with others: what isn't linked is left. */
  static LinkedChain of(List<X509Certificate> sent, Set<X509Certificate> anchors) {
    List<X509Certificate> members = new ArrayList<>();
    X509Certificate last = sent.get(0);
    members.add(last);
    if (anchors.contains(last)) {
      return new LinkedChain(members, Optional.of(last));
    }
    while (true) {
      Optional<X509Certificate> anchor = issuer(last, anchors);
      Optional<X509Certificate> next = issuer(last, sent).filter(one -> !members.contains(one));
      if (anchor.isPresent() || next.isEmpty()) {
        return new LinkedChain(members, anchor);
      }
      last = next.get();
      members.add(last);
    }
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate of, Collection<X509Certificate> among) {
    return among.stream().filter(one -> signed(one, of)).findFirst();
  }

  private static boolean signed(X509Certificate issuer, X509Certificate subject) {
    if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) {
      return false;
    }
    try {
      subject.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  X509Certificate leaf() {
    return members.get(0);
  }

  /** Who signed the server's own. */
  Optional<X509Certificate> leafIssuer() {
    return members.size() > 1 ? Optional.of(members.get(1)) : anchor;
  }

  Trust trust(Instant now) {
    if (anchor.isEmpty()) {
      X509Certificate last = members.get(members.size() - 1);
      if (!last.getIssuerX500Principal().equals(last.getSubjectX500Principal())) {
        return new Trust(Kind.INCOMPLETE, Printable.of(last.getIssuerX500Principal()));
      }
      return members.size() == 1
          ? new Trust(Kind.SELF_SIGNED, "")
          : new Trust(Kind.UNKNOWN_ROOT, Printable.of(last.getSubjectX500Principal()));
    }
    if (!isForServers()) {
      return new Trust(Kind.UNFIT, "the certificate is not meant for servers");
    }
    if (anchor.get().equals(leaf())) {
      return new Trust(Kind.TRUSTED, "");
    }
    return validate(anchor.get(), now);
  }

  private boolean isForServers() {
    try {
      List<String> usages = leaf().getExtendedKeyUsage();
      return usages == null || usages.contains(SERVER_USAGE) || usages.contains(ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** RFC 5280 section 6, without revocation. */
  private Trust validate(X509Certificate root, Instant now) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(whenAllAreValid(now)));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(members), parameters);
      return new Trust(Kind.TRUSTED, Printable.of(root.getSubjectX500Principal()));
    } catch (CertPathValidatorException e) {
      String reason = e.getReason().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
      String which =
          e.getIndex() < 0
              ? ""
              : " at " + Printable.of(members.get(e.getIndex()).getSubjectX500Principal());
      return new Trust(Kind.UNFIT, reason + which);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("there is an anchor", e);
    } catch (GeneralSecurityException e) {
      return new Trust(Kind.UNFIT, "it can't be validated here");
    }
  }

  /** An expired chain must not hide whether it was trusted: days are judged for themselves. */
  private Instant whenAllAreValid(Instant now) {
    Instant begin =
        members.stream()
            .map(one -> one.getNotBefore().toInstant())
            .max(Comparator.naturalOrder())
            .orElse(now);
    Instant end =
        members.stream()
            .map(one -> one.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElse(now);
    Instant early = now.isAfter(end) ? end : now;
    return early.isBefore(begin) ? begin : early;
  }
}
