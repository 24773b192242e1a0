package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.client.Session;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Answer.ServerHello;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.Served.Offer;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which versions are found, of servers that have one or some. */
class VersionsTest {
  @TempDir static Path folder;
  private static OpenSsl openssl;

  @BeforeAll
  static void makeCertificate() throws IOException, InterruptedException {
    openssl = new OpenSsl(folder);
    openssl.make(
        Wish.of("server", "none", "subjectAltName=DNS:a.test")
            .selfSigned()
            .withKey("-newkey rsa:2048"));
  }

  private static ServerProcess server(String options) throws IOException {
    return ServerProcess.start(
        openssl.process(
            "s_server -accept 127.0.0.1:0 -cert server.pem -key server.key"
                + " -cipher ALL@SECLEVEL=0 "
                + options));
  }

  private static Served served(int port) {
    return Loopback.visit(Loopback.approach(port, Loopback.LONG), port, Set.of())
        .observe(Loopback.tls("a.test"));
  }

  private static String offered(Served served) {
    return Arrays.stream(Version.values())
        .filter(version -> served.offer(version) == Offer.OFFERED)
        .map(Version::word)
        .collect(Collectors.joining("+"));
  }

  private static long untested(Served served) {
    return Arrays.stream(Version.values())
        .filter(version -> served.offer(version) == Offer.UNTESTED)
        .count();
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1, TLSv1.0, FAIL, FAIL, FAIL",
    "-tls1_1, TLSv1.1, FAIL, FAIL, FAIL",
    "-tls1_2, TLSv1.2, PASS, PASS, PASS",
    "-tls1_3, TLSv1.3, PASS, PASS, PASS",
    "-no_tls1_3, TLSv1.0+TLSv1.1+TLSv1.2, PASS, FAIL, FAIL",
    "-no_tls1 -no_tls1_1, TLSv1.2+TLSv1.3, PASS, PASS, PASS",
  })
  void findsWhatOpensslOffers(
      String options, String versions, Verdict tls, Verdict least, Verdict legacy)
      throws IOException {
    try (ServerProcess server = server(options)) {
      Served served = served(server.port());
      assertEquals(versions, offered(served), served.toString());
      assertEquals(0, untested(served), served.toString());
      var verdicts =
          Loopback.verdicts(ServedJudge.judge(Loopback.tls("a.test"), served, Instant.now()));
      assertEquals(tls, verdicts.get(Check.TLS));
      assertEquals(least, verdicts.get(Check.VERSION));
      assertEquals(legacy, verdicts.get(Check.LEGACY));
      assertEquals(Verdict.PASS, verdicts.get(Check.ONLY), served.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"SSLv3, SSLv3", "TLSv1, TLSv1.0"})
  void findsWhatAnOldJavaOffers(String version, String word)
      throws IOException, InterruptedException {
    openssl.run(
        "pkcs12 -export -in server.pem -inkey server.key -out k.p12 -passout pass:changeit");
    ProcessBuilder command = OldServer.command(folder.resolve("k.p12").toString(), version);
    try (ServerProcess server = ServerProcess.start(command)) {
      Served served = served(server.port());
      assertEquals(word, offered(served), served.toString());
      assertEquals(0, untested(served), served.toString());
      assertTrue(served.handshake().orElseThrow().trouble().isPresent());
    }
  }

  @Test
  void readsAlpnUpTo12() throws IOException {
    try (ServerProcess server = server("-alpn h2")) {
      Served served = served(server.port());
      ServerHello hello = assertInstanceOf(ServerHello.class, served.hellos().get(Version.TLS_1_2));
      assertEquals(Optional.of("h2"), hello.alpn());
      Session session = served.handshake().orElseThrow().session().orElseThrow();
      assertEquals(Optional.of("h2"), session.alpn());
      assertEquals(Version.TLS_1_3, session.version());
    }
  }

  @Test
  void asksForTheHostByName() throws IOException {
    try (ServerProcess server =
        server("-servername a.test -servername_fatal" + " -cert2 server.pem -key2 server.key")) {
      assertTrue(served(server.port()).speaksTls());
      Served other =
          Loopback.visit(Loopback.approach(server.port(), Loopback.LONG), server.port(), Set.of())
              .observe(Loopback.tls("b.test"));
      assertInstanceOf(Answer.Alert.class, other.hellos().get(Version.TLS_1_2));
    }
  }
}
