package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Tls;
import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.certificate.TrustFile;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule's own trusted certificates. */
class AnchorsTest {
  @TempDir static Path folder;
  private static X509Certificate ours;
  private static X509Certificate theirs;

  @BeforeAll
  static void makeFiles() throws IOException, InterruptedException {
    OpenSsl openssl = new OpenSsl(folder);
    ours = openssl.make(Wish.of("ours", "", OpenSsl.CA).selfSigned());
    theirs = openssl.make(Wish.of("theirs", "", OpenSsl.CA).selfSigned());
    String both =
        Files.readString(folder.resolve("ours.pem"))
            + Files.readString(folder.resolve("theirs.pem"));
    Files.writeString(folder.resolve("both.pem"), both);
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(folder.resolve("other.pem"), "version: 1\n");
    Files.writeString(folder.resolve("broken.pem"), both.substring(0, 300));
  }

  private static Anchors of(String file) {
    Tls tls =
        new Tls(
            Optional.empty(),
            Optional.of(folder.resolve(file)),
            Optional.empty(),
            OptionalInt.empty(),
            false,
            false);
    return Anchors.of(new Expectation(Optional.of(tls), Optional.empty()), Set.of(theirs));
  }

  @Test
  void theFileTakesThePlaceOfTheHosts() {
    assertEquals(new Anchors(Set.of(ours), Optional.empty()), of("ours.pem"));
    assertEquals(Set.of(ours, theirs), of("both.pem").certificates());
    assertEquals(Set.of(theirs), Anchors.of(Expectation.NONE, Set.of(theirs)).certificates());
  }

  @ParameterizedTest
  @CsvSource({
    "none.pem, there is no such file",
    "., it is no regular file",
    "empty.pem, there is no certificate in it",
    "other.pem, something else in it",
    "broken.pem, something else in it",
    "ours.key, something else in it",
  })
  void withoutAFileNothingIsSaidOfTrust(String file, String why) {
    Anchors anchors = of(file);
    assertTrue(anchors.doubt().orElseThrow().contains(why), anchors.doubt().toString());
    Finding trust = new Finding(Check.TRUST, Judgement.pass("the chain is trusted"), "");
    Finding name = new Finding(Check.NAME, Judgement.fail("the certificate is not for a"), "");
    assertEquals(
        Map.of(Check.TRUST, Verdict.UNTESTED, Check.NAME, Verdict.FAIL),
        Loopback.verdicts(anchors.doubt(List.of(trust, name))));
    assertThrows(IOException.class, () -> TrustFile.read(folder.resolve(file)));
  }
}
