package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Expectation;
import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.client.HttpRequest;
import dev.durward.probe.tls.client.Redirects;
import dev.durward.probe.tls.client.Redirects.End;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.HttpAnswer.Response;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Trouble.Kind;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpTest {
  @TempDir static Path folder;

  private static Served served(int port, Expectation expected) {
    return Loopback.visit(Loopback.approach(port, Loopback.LONG), port, Set.of()).observe(expected);
  }

  private static Map<Check, Verdict> verdicts(Expectation expected, Served served) {
    return Loopback.verdicts(ServedJudge.judge(expected, served, Instant.now()));
  }

  private static HttpAnswer get(int port) {
    return new HttpRequest("a.test", "/").plainly(Loopback.approach(port, Loopback.LONG));
  }

  @Test
  void readsStatusAndFields() throws IOException {
    try (Listener server =
        Listener.http(
            String.join(
                "\r\n",
                "HTTP/1.1 103 Early Hints",
                "Location: /no",
                "",
                "HTTP/1.1 301 Moved",
                "X: y",
                "location: https://a.test/",
                "STRICT-Transport-Security: max-age=3",
                "Location: /second",
                "",
                "body"))) {
      assertEquals(
          new Response(301, Optional.of("https://a.test/"), Optional.of("max-age=3")),
          get(server.port()));
    }
  }

  @Test
  void anEndlessHeadIsBounded() throws IOException {
    try (Listener server =
        Listener.start(
            peer -> {
              Listener.say(peer, "HTTP/1.1 200 OK\r\n");
              while (true) {
                Listener.say(peer, "x: " + "y".repeat(10_000) + "\r\n");
              }
            })) {
      assertEquals(new Response(200, Optional.empty(), Optional.empty()), get(server.port()));
    }
  }

  @Test
  void aHeadThatBreaksOffIsAnAnswer() throws IOException {
    try (Listener server = Listener.http("HTTP/1.1 200 OK\r\nX")) {
      assertEquals(new Response(200, Optional.empty(), Optional.empty()), get(server.port()));
    }
  }

  @Test
  void anAlertIsNoAnswerInHttp() throws IOException {
    try (Listener server = Listener.http("\25\3\3\0\2\2\106")) {
      assertEquals(Kind.REFUSED, ((Trouble) get(server.port())).kind());
    }
  }

  @ParameterizedTest
  @CsvSource({"/health, 200, PASS", "/health, 204, FAIL"})
  void theStatusIsJudged(String path, int wanted, Verdict verdict) throws IOException {
    try (Listener server = Listener.http("HTTP/1.0 200 OK\r\n\r\n")) {
      Expectation expected = Loopback.http(path, wanted, false);
      assertEquals(
          Map.of(Check.STATUS, verdict), verdicts(expected, served(server.port(), expected)));
    }
  }

  @Test
  void anyStatusWillDoWhereNoneIsNamed() throws IOException {
    Expectation expected =
        new Expectation(
            Optional.empty(),
            Optional.of(new Expectation.Http("/", java.util.OptionalInt.empty(), false)));
    try (Listener server = Listener.http("HTTP/1.0 404 no\r\n\r\n")) {
      assertEquals(
          Map.of(Check.STATUS, Verdict.PASS), verdicts(expected, served(server.port(), expected)));
    }
    try (Listener server = Listener.http("SSH-2.0-x\r\n")) {
      assertEquals(
          Map.of(Check.STATUS, Verdict.FAIL), verdicts(expected, served(server.port(), expected)));
    }
  }

  @Test
  void asksOverTlsWhereTlsIsSpoken() throws IOException, InterruptedException {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.make(Wish.of("server", "", "subjectAltName=DNS:a.test").selfSigned());
    try (ServerProcess server =
        ServerProcess.start(
            openssl.process(
                "s_server -www -accept 127.0.0.1:0 -cert server.pem -key server.key"))) {
      Expectation expected = Loopback.http("/", 200, false);
      Served served = served(server.port(), expected);
      assertTrue(served.speaksTls());
      assertEquals(Map.of(Check.STATUS, Verdict.PASS), verdicts(expected, served));
    }
  }

  @Test
  void plainHttpIsSeenWhereOnlyTlsIsWanted() throws IOException {
    try (Listener server = Listener.http("HTTP/1.1 200 OK\r\n\r\n")) {
      Served served = served(server.port(), Loopback.tls("a.test"));
      assertEquals(Verdict.FAIL, verdicts(Loopback.tls("a.test"), served).get(Check.ONLY));
      assertEquals(Verdict.FAIL, verdicts(Loopback.tls("a.test"), served).get(Check.TLS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/, ELSEWHERE, 1, PASS",
    "https://127.0.0.1:1/, ELSEWHERE, 1, PASS",
    "/, LOOP, 1, FAIL",
    "mailto:a@a.test, ELSEWHERE, 1, FAIL",
    "'http://[', ANSWERED, 1, FAIL",
    "http://user:secret@other.test:1/?x y, ANSWERED, 1, FAIL",
    "http://other.test:1/, ELSEWHERE, 1, FAIL",
  })
  void followsRedirectsThatStay(String location, End end, int hops, Verdict verdict)
      throws IOException {
    try (Listener server = Listener.http("HTTP/1.1 302 x\r\nLocation: " + location + "\r\n\r\n")) {
      Expectation expected = Loopback.http("/", 302, true);
      Served served = served(server.port(), expected);
      Redirects redirects = served.redirects().orElseThrow();
      assertEquals(end, redirects.end(), redirects.toString());
      assertEquals(hops, redirects.hops().size());
      assertEquals(
          Map.of(Check.STATUS, Verdict.PASS, Check.REDIRECT, verdict), verdicts(expected, served));
    }
  }

  @Test
  void redirectsWithoutEndAreBounded() throws IOException {
    int[] count = {0};
    try (Listener server =
        Listener.start(
            peer -> {
              peer.getInputStream().read(new byte[4096]);
              Listener.say(peer, "HTTP/1.1 307 x\r\nLocation: /" + count[0]++ + "\r\n\r\n");
            })) {
      Redirects redirects =
          served(server.port(), Loopback.http("/", 307, true)).redirects().orElseThrow();
      assertEquals(End.TOO_MANY, redirects.end());
      assertEquals(10, redirects.hops().size());
    }
  }

  @Test
  void withoutAWayToPort80NothingIsJudged() {
    Redirects nowhere = new Redirects(List.of(), End.ELSEWHERE);
    Served served =
        new Served(
            Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(nowhere));
    assertEquals(
        Map.of(Check.STATUS, Verdict.UNTESTED, Check.REDIRECT, Verdict.UNTESTED),
        verdicts(Loopback.http("/", 200, true), served));
  }

  @Test
  void aPortThatAnswersNoHttpFails() throws IOException {
    try (Listener server = Listener.start(peer -> peer.getInputStream().read(new byte[4096]))) {
      Expectation expected = Loopback.http("/", 200, true);
      Served served = served(server.port(), expected);
      assertEquals(Kind.CLOSED, ((Trouble) served.http().orElseThrow()).kind());
      assertEquals(
          Map.of(Check.STATUS, Verdict.FAIL, Check.REDIRECT, Verdict.FAIL),
          verdicts(expected, served));
    }
  }

  @ParameterizedTest
  @CsvSource({"'/{a}|b%zz?q=\"#f'", "/%41"})
  void anyPathOfARuleFileCanBeAsked(String path) throws IOException {
    try (Listener server = Listener.http("HTTP/1.1 200 OK\r\n\r\n")) {
      Served served = served(server.port(), Loopback.http(path, 200, true));
      assertEquals(1, served.redirects().orElseThrow().hops().size());
    }
  }
}
