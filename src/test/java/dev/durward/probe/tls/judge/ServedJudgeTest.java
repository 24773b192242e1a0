package dev.durward.probe.tls.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.probe.tls.Loopback;
import dev.durward.probe.tls.certificate.Chain;
import dev.durward.probe.tls.certificate.Member;
import dev.durward.probe.tls.certificate.Names;
import dev.durward.probe.tls.certificate.Staple;
import dev.durward.probe.tls.certificate.Trust;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.Session;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Answer.Alert;
import dev.durward.probe.tls.conversation.Answer.ServerHello;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.HttpAnswer.Response;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Trouble.Kind;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.verification.Judgement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedJudgeTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  private static Verdict verdict(Check check, Served served) {
    List<Finding> findings = ServedJudge.judge(Loopback.tls("a.test"), served, NOW);
    return Objects.requireNonNull(Loopback.verdicts(findings).get(check));
  }

  private static ServerHello hello(Version version) {
    return new ServerHello(version, 0x1301, Optional.empty());
  }

  private static Served served(Answer legacy, Optional<HttpAnswer> plain, Optional<Chain> chain) {
    Map<Version, Answer> hellos = new EnumMap<>(Version.class);
    for (Version version : Version.values()) {
      hellos.put(version, version.isLegacy() ? legacy : hello(version));
    }
    Session session = new Session(Version.TLS_1_3, "TLS_AES_128_GCM_SHA256", Optional.empty());
    Handshake handshake = new Handshake(Optional.of(session), Optional.empty(), chain, false);
    return new Served(hellos, Optional.of(handshake), plain, Optional.empty(), Optional.empty());
  }

  private static Answer answer(String word) {
    return switch (word) {
      case "alert" -> new Alert(80);
      case "lower" -> hello(Version.SSL_3_0);
      case "newer" -> hello(Version.TLS_1_2);
      default -> new Trouble(Kind.valueOf(word), "");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "alert, PASS",
    "newer, PASS",
    "CLOSED, PASS",
    "RESET, PASS",
    "lower, FAIL",
    "SILENT, UNTESTED",
    "UNREACHABLE, UNTESTED",
    "REFUSED, UNTESTED",
    "UNINTELLIGIBLE, UNTESTED",
  })
  void onlyAnAnswerTellsThatLegacyIsRefused(String legacy, Verdict verdict) {
    Served served = served(answer(legacy), Optional.empty(), Optional.empty());
    assertEquals(verdict, verdict(Check.LEGACY, served));
    assertEquals(verdict, verdict(Check.VERSION, served));
    assertEquals(Verdict.UNTESTED, verdict(Check.ONLY, served));
  }

  @ParameterizedTest
  @CsvSource({"400, PASS", "200, FAIL", "301, FAIL", "404, FAIL"})
  void plainHttpMayBeTurnedDown(int status, Verdict verdict) {
    HttpAnswer plain = new Response(status, Optional.of("https://a.test/"), Optional.empty());
    assertEquals(
        verdict, verdict(Check.ONLY, served(new Alert(70), Optional.of(plain), Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource({
    // hours left, key, bits, signature; expiry, key, signature
    "336, RSA, 2048, SHA256withRSA, PASS, PASS, PASS",
    "335, RSA, 2047, SHA1withRSA, FAIL, FAIL, FAIL",
    "-1, EC, 224, MD5withRSA, FAIL, PASS, FAIL",
    "999, EC, 192, SHA384withECDSA, PASS, FAIL, PASS",
    "999, DSA, 1024, SHA1withDSA, PASS, FAIL, FAIL",
  })
  void certificatesAreHeldAgainstTheLimits(
      long hours,
      String key,
      int bits,
      String signature,
      Verdict days,
      Verdict size,
      Verdict sign) {
    Member member =
        new Member(
            "CN=a",
            "CN=b",
            NOW.minusSeconds(1),
            NOW.plus(Duration.ofHours(hours)),
            key,
            OptionalInt.of(bits),
            signature);
    Chain chain =
        new Chain(
            List.of(member),
            new Names(List.of(), List.of()),
            new Trust(Trust.Kind.TRUSTED, ""),
            new Staple(Staple.Kind.ABSENT, Optional.empty()));
    Served served = served(new Alert(70), Optional.empty(), Optional.of(chain));
    assertEquals(days, verdict(Check.EXPIRY, served));
    assertEquals(size, verdict(Check.KEY, served));
    assertEquals(sign, verdict(Check.SIGNATURE, served));
    assertEquals(Verdict.FAIL, verdict(Check.NAME, served));
  }
}
