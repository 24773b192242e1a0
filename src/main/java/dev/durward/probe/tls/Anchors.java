package dev.durward.probe.tls;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Tls;
import dev.durward.probe.tls.certificate.TrustFile;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which certificates are trusted for a rule.
 *
 * @param certificates they
 * @param doubt why these can't speak for the rule, whose own could not be read; empty if they can
 */
record Anchors(Set<X509Certificate> certificates, Optional<String> doubt) {
  Anchors {
    certificates = Set.copyOf(certificates);
  }

  /** Those that the rule's own file has, or, where it names none, the host's. */
  static Anchors of(Expectation expected, Set<X509Certificate> ofHost) {
    Optional<Path> file = expected.tls().flatMap(Tls::ca);
    if (file.isEmpty()) {
      return new Anchors(ofHost, Optional.empty());
    }
    try {
      return new Anchors(TrustFile.read(file.get()), Optional.empty());
    } catch (IOException e) {
      String why = "the trusted certificates in " + file.get() + " can't be read: ";
      return new Anchors(ofHost, Optional.of(why + e.getMessage()));
    }
  }

  /** The same findings, but that of trust untested where nobody knows whom to trust. */
  List<Finding> doubt(List<Finding> findings) {
    return doubt
        .map(
            why ->
                findings.stream().map(one -> isAboutTrust(one) ? untested(one, why) : one).toList())
        .orElse(findings);
  }

  private static boolean isAboutTrust(Finding finding) {
    return finding.check() == Check.TRUST && finding.judgement().verdict() != Verdict.UNTESTED;
  }

  private static Finding untested(Finding finding, String why) {
    return new Finding(finding.check(), Judgement.untested(why), finding.evidence());
  }
}
