package dev.durward.probe.tls.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.probe.tls.Listener;
import dev.durward.probe.tls.OpenSsl;
import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.ServerProcess;
import dev.durward.probe.tls.client.HttpRequest;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step of the way to a URL, with servers on this machine; names are resolved by the test. */
@Timeout(60)
class OutboundVerificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir static Path folder;

  private static OpenSsl openssl;
  private static X509Certificate root;

  @BeforeAll
  static void makeCertificates() throws Exception {
    openssl = new OpenSsl(folder);
    root = openssl.make(Wish.of("root", "", OpenSsl.CA).selfSigned());
    openssl.make(Wish.of("good", "root", "subjectAltName=DNS:good.test", OpenSsl.SERVER));
    openssl.make(
        Wish.of("old", "root", "subjectAltName=DNS:good.test", OpenSsl.SERVER).valid(-90, -2));
  }

  private static List<IpAddress> addresses(String... texts) {
    return Stream.of(texts).map(text -> IpAddress.parse(text).orElseThrow()).toList();
  }

  private static VerificationReport reach(String url, Set<X509Certificate> anchors, String... to) {
    Resolver resolver = name -> addresses(to);
    return new OutboundVerification(resolver, PATIENCE, anchors, Instant.now())
        .run(Outbound.parse(url).orElseThrow());
  }

  private static List<String> lines(VerificationReport report) {
    return report.results().stream().map(OutboundVerificationTest::line).toList();
  }

  private static String line(Result result) {
    return result.subject().replaceFirst(":\\d+$", "") + " " + result.judgement().verdict();
  }

  private static String reasons(VerificationReport report) {
    return String.join("\n", report.results().stream().map(r -> r.judgement().reason()).toList());
  }

  private static ServerProcess server(String certificate, String address) throws Exception {
    return ServerProcess.start(
        openssl.process(
            "s_server -www -accept "
                + address
                + " -cert "
                + certificate
                + ".pem -key "
                + certificate
                + ".key"));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:0, 127.0.0.1, 127.0.0.1", "[::1]:0, ::1, [::1]"})
  void reachesAGoodServerInEitherFamily(String listen, String address, String shown)
      throws Exception {
    try (ServerProcess server = server("good", listen)) {
      String url = "https://good.test:" + server.port() + "/x?y=1";
      VerificationReport report = reach(url, Set.of(root), address);
      assertEquals(
          List.of(
              "name good.test PASS",
              "connect to " + shown + " PASS",
              "tls at " + shown + " PASS",
              "cert-trust at " + shown + " PASS",
              "cert-name at " + shown + " PASS",
              "cert-expiry at " + shown + " PASS",
              "cert-not-before at " + shown + " PASS",
              "cert-key at " + shown + " PASS",
              "cert-signature at " + shown + " PASS",
              "http-status at " + shown + " PASS"),
          lines(report),
          reasons(report));
      assertEquals(List.of(url + " was reached"), report.notes());
      assertEquals("self", report.vantage());
    }
  }

  @Test
  void reachesBothFamiliesAndTellsThemApart() throws Exception {
    try (ServerProcess server = server("good", "127.0.0.1:0")) {
      VerificationReport report =
          reach("https://good.test:" + server.port(), Set.of(root), "::1", "127.0.0.1");
      List<String> seen = lines(report);
      assertEquals("connect to 127.0.0.1 PASS", seen.get(1));
      assertEquals("connect to [::1] FAIL", seen.get(2));
      assertEquals("http-status at 127.0.0.1 PASS", seen.get(seen.size() - 1));
      assertTrue(report.notes().get(0).contains("connect to [::1]:"), report.notes().toString());
    }
  }

  @Test
  void aCertificateThatIsNotTrustedHidesNothingButTheRequest() throws Exception {
    try (ServerProcess server = server("good", "127.0.0.1:0")) {
      VerificationReport report = reach("https://bad.test:" + server.port(), Set.of(), "127.0.0.1");
      assertEquals(
          List.of(
              "name bad.test PASS",
              "connect to 127.0.0.1 PASS",
              "tls at 127.0.0.1 PASS",
              "cert-trust at 127.0.0.1 FAIL",
              "cert-name at 127.0.0.1 FAIL",
              "cert-expiry at 127.0.0.1 PASS",
              "cert-not-before at 127.0.0.1 PASS",
              "cert-key at 127.0.0.1 PASS",
              "cert-signature at 127.0.0.1 PASS",
              "http-status at 127.0.0.1 UNTESTED"),
          lines(report));
      assertTrue(report.notes().get(0).contains("cert-trust at 127.0.0.1"));
      assertTrue(report.notes().get(0).endsWith("does a proxy on the way intercept TLS?"));
    }
  }

  @Test
  void anExpiredCertificateIsSaid() throws Exception {
    try (ServerProcess server = server("old", "127.0.0.1:0")) {
      VerificationReport report =
          reach("https://good.test:" + server.port(), Set.of(root), "127.0.0.1");
      assertTrue(reasons(report).contains("a certificate has expired"), reasons(report));
    }
  }

  @Test
  void plainHttpInsteadOfTlsIsNamed() throws IOException {
    try (Listener server =
        Listener.http("HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n")) {
      VerificationReport report =
          reach("https://good.test:" + server.port(), Set.of(root), "127.0.0.1");
      assertTrue(
          reasons(report)
              .contains("TLS is not spoken: speaks HTTP without TLS: HTTP/1.1 302 Found"),
          reasons(report));
      assertTrue(report.notes().get(0).endsWith("does a captive portal or a proxy answer?"));
    }
  }

  @Test
  void aPortThatRefusesIsSaid() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    VerificationReport report = reach("https://good.test:" + port, Set.of(), "127.0.0.1");
    assertEquals(List.of("name good.test PASS", "connect to 127.0.0.1 FAIL"), lines(report));
    assertTrue(reasons(report).contains("refused: "), reasons(report));
  }

  @Test
  void furtherAddressesOfAFamilyAreTried() throws IOException {
    try (Listener server = Listener.http("HTTP/1.1 200 OK\r\n\r\n")) {
      VerificationReport report =
          reach("http://good.test:" + server.port() + "/", Set.of(), "127.0.0.7", "127.0.0.1");
      assertEquals(
          List.of(
              "name good.test PASS", "connect to 127.0.0.1 PASS", "http-status at 127.0.0.1 PASS"),
          lines(report));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, '', PASS",
    "301 Moved, https://good.test/, PASS",
    "301 Moved, https://www.good.test/, PASS",
    "302 Found, /login, PASS",
    "302 Found, http://portal.test/, UNTESTED",
    "302 Found, 'http://[', UNTESTED",
    "404 Not Found, '', FAIL",
    "407 Proxy Authentication Required, '', FAIL",
    "503 Unavailable, '', FAIL",
    "511 Network Authentication Required, '', FAIL",
  })
  void judgesTheStatusOfPlainHttp(String status, String location, Verdict verdict)
      throws IOException {
    String field = location.isEmpty() ? "" : "Location: " + location + "\r\n";
    try (Listener server = Listener.http("HTTP/1.1 " + status + "\r\n" + field + "\r\n")) {
      VerificationReport report = reach("http://good.test:" + server.port(), Set.of(), "127.0.0.1");
      assertEquals("http-status at 127.0.0.1 " + verdict, lines(report).get(2), reasons(report));
    }
  }

  @Test
  void aNameThatIsNotResolvedIsSaid() {
    Resolver nobody =
        name -> {
          throw new UnknownHostException(name + ": no such name\u001b[31m");
        };
    VerificationReport report =
        new OutboundVerification(nobody, PATIENCE, Set.of(), Instant.now())
            .run(Outbound.parse("https://nowhere.invalid/").orElseThrow());
    assertEquals(List.of("name nowhere.invalid FAIL"), lines(report));
    assertEquals("the name was not resolved: nowhere.invalid: no such name.[31m", reasons(report));
  }

  @Test
  void aResolverThatDoesNotAnswerIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    Resolver silent =
        name -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
          }
          return List.of();
        };
    Resolver bounded = silent.within(Duration.ofMillis(50));
    VerificationReport report =
        new OutboundVerification(bounded, PATIENCE, Set.of(), Instant.now())
            .run(Outbound.parse("http://slow.test").orElseThrow());
    never.countDown();
    assertTrue(reasons(report).contains("no answer in 0 s"), reasons(report));
  }

  @Test
  void anAddressNeedsNoName() throws IOException {
    try (Listener server = Listener.http("HTTP/1.1 200 OK\r\n\r\n")) {
      VerificationReport report = reach("http://127.0.0.1:" + server.port(), Set.of());
      assertEquals(
          List.of("connect to 127.0.0.1 PASS", "http-status at 127.0.0.1 PASS"), lines(report));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.example.com",
        "ftp://www.example.com/",
        "https:///path",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com/#part",
        "https://exa mple.com/",
        "https://b\u00fccher.example/",
        "file:///etc/passwd",
        "",
      })
  void isNoUrlToBeReached(String text) {
    assertTrue(Outbound.parse(text).isEmpty(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test, a.test, 443, a.test, /",
    "HTTP://a.test/x?y=z, a.test, 80, a.test, /x?y=z",
    "https://a.test:8443?q, a.test, 8443, a.test:8443, /?q",
    "http://[2001:db8::1]:81/, 2001:db8::1, 81, [2001:db8::1]:81, /",
  })
  void asksAsAUrlSays(String text, String host, int port, String field, String target) {
    Outbound outbound = Outbound.parse(text).orElseThrow();
    assertEquals(host, outbound.host());
    assertEquals(port, outbound.port());
    assertEquals(new HttpRequest(field, target), outbound.request());
  }
}
