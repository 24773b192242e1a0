package dev.durward.probe.tls.judge;

import dev.durward.probe.verification.Judgement;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges the header Strict-Transport-Security, RFC 6797 section 6.1. Pure. */
final class HstsJudge {
  private static final Pattern MAX_AGE =
      Pattern.compile("max-age\\s*=\\s*(?:([0-9]+)|\"([0-9]+)\")");
  private static final BigInteger DAY = BigInteger.valueOf(86_400);

  private HstsJudge() {}

  /** Browsers pass over one without its age, and forget the host when that is 0. */
  static Judgement judge(String header) {
    Optional<BigInteger> seconds = maxAge(header);
    if (seconds.isEmpty()) {
      return Judgement.fail("HSTS is sent without a max-age: browsers pass over it");
    }
    return seconds.get().signum() == 0
        ? Judgement.fail("HSTS is taken back: its max-age is 0")
        : Judgement.pass("HSTS is sent, for " + seconds.get().divide(DAY) + " days");
  }

  private static Optional<BigInteger> maxAge(String header) {
    for (String directive : header.split(";", -1)) {
      Matcher matcher = MAX_AGE.matcher(directive.strip().toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        String plain = matcher.group(1);
        return Optional.of(new BigInteger(plain == null ? matcher.group(2) : plain));
      }
    }
    return Optional.empty();
  }
}
