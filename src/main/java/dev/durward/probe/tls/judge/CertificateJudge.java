package dev.durward.probe.tls.judge;

import dev.durward.model.Expectation.Tls;
import dev.durward.probe.tls.certificate.Chain;
import dev.durward.probe.tls.certificate.Member;
import dev.durward.probe.tls.certificate.Staple;
import dev.durward.probe.tls.certificate.Trust;
import dev.durward.probe.verification.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Judges the certificates of a server. Pure. */
final class CertificateJudge {
  private CertificateJudge() {}

  /**
   * Judges.
   *
   * @param absent why there is no chain, where there is none
   */
  static List<Finding> judge(Tls expected, Optional<Chain> shown, String absent, Instant now) {
    List<Finding> findings = new ArrayList<>();
    if (shown.isEmpty()) {
      for (Check check : wanted(expected)) {
        Judgement unknown = Judgement.untested(absent);
        findings.add(new Finding(check, unknown, ""));
      }
      return findings;
    }
    Chain chain = shown.get();
    for (Check check : wanted(expected)) {
      findings.add(
          switch (check) {
            case NAME -> name(chain, expected.host().orElseThrow());
            case EXPIRY -> expiry(chain, expected.minDaysLeft().orElse(0), now);
            case NOT_BEFORE -> begin(chain, now);
            case KEY -> key(chain);
            case SIGNATURE -> signature(chain);
            default -> trust(chain);
          });
    }
    if (chain.staple().kind() != Staple.Kind.ABSENT) {
      findings.add(staple(chain.staple()));
    }
    return findings;
  }

  private static List<Check> wanted(Tls expected) {
    List<Check> checks =
        new ArrayList<>(
            List.of(Check.TRUST, Check.EXPIRY, Check.NOT_BEFORE, Check.KEY, Check.SIGNATURE));
    if (expected.host().isPresent()) {
      checks.add(1, Check.NAME);
    }
    return checks;
  }

  private static Finding trust(Chain chain) {
    Trust trust = chain.trust();
    Judgement judgement =
        trust.kind() == Trust.Kind.TRUSTED
            ? Judgement.pass("the chain is trusted")
            : Judgement.fail("the chain is not trusted: " + trust);
    String staple = chain.staple().kind() == Staple.Kind.ABSENT ? "; no OCSP staple" : "";
    String evidence =
        chain.members().stream()
            .map(one -> one.subject() + " signed by " + one.issuer())
            .collect(Collectors.joining("; "));
    return new Finding(Check.TRUST, judgement, evidence + "; for " + chain.names() + staple);
  }

  private static Finding name(Chain chain, String host) {
    Judgement judgement =
        chain.names().include(host)
            ? Judgement.pass("the certificate is for " + host)
            : Judgement.fail("the certificate is not for " + host);
    String evidence = "alternative names: " + chain.names();
    return new Finding(Check.NAME, judgement, evidence);
  }

  private static Finding expiry(Chain chain, int least, Instant now) {
    Member first = chain.endsFirst();
    String evidence = first.subject() + ", not after " + first.notAfter();
    if (now.isAfter(first.notAfter())) {
      return new Finding(Check.EXPIRY, Judgement.fail("a certificate has expired"), evidence);
    }
    long days = Duration.between(now, first.notAfter()).toDays();
    String left = days == 1 ? "1 day left" : days + " days left";
    return new Finding(
        Check.EXPIRY,
        days < least
            ? Judgement.fail(left + ", wanted are at least " + least)
            : Judgement.pass(left),
        evidence);
  }

  private static Finding begin(Chain chain, Instant now) {
    Member last = chain.beginsLast();
    return new Finding(
        Check.NOT_BEFORE,
        now.isBefore(last.notBefore())
            ? Judgement.fail("a certificate is not valid yet")
            : Judgement.pass("every certificate is valid already"),
        last.subject() + ", not before " + last.notBefore());
  }

  private static Finding key(Chain chain) {
    return each(
        Check.KEY,
        chain,
        Member::hasShortKey,
        CertificateJudge::keyWords,
        "every key is long enough");
  }

  private static String keyWords(Member member) {
    return member.keyBits().isPresent()
        ? member.keyAlgorithm() + " " + member.keyBits().getAsInt()
        : member.keyAlgorithm();
  }

  private static Finding signature(Chain chain) {
    return each(
        Check.SIGNATURE,
        chain,
        member -> member.hasWeakSignature() && counts(chain, member),
        Member::signatureAlgorithm,
        "no signature is weak");
  }

  /** Nobody minds how a root signed itself: it is trusted, or not, as it is. */
  private static boolean counts(Chain chain, Member signed) {
    return !signed.isSelfSigned() || signed.equals(chain.leaf());
  }

  private static Finding each(
      Check check,
      Chain chain,
      Predicate<Member> wrong,
      Function<Member, String> words,
      String success) {
    String failure = list(chain, wrong, words);
    return new Finding(
        check,
        failure.isEmpty() ? Judgement.pass(success) : Judgement.fail("too weak: " + failure),
        list(chain, member -> true, words));
  }

  private static String list(Chain chain, Predicate<Member> which, Function<Member, String> words) {
    return chain.members().stream()
        .filter(which)
        .map(member -> words.apply(member) + " of " + member.subject())
        .collect(Collectors.joining("; "));
  }

  private static Finding staple(Staple staple) {
    Judgement judgement =
        staple.kind() == Staple.Kind.GOOD
            ? Judgement.pass("the OCSP staple says good")
            : Judgement.fail("the OCSP staple " + staple.kind().words());
    String evidence = staple.until().map(end -> "valid until " + end).orElse("");
    return new Finding(Check.STAPLE, judgement, evidence);
  }
}
