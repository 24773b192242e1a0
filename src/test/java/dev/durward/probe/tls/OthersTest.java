package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.TlsClient;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.Speech;
import dev.durward.probe.tls.conversation.Speech.Tongue;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Trouble.Kind;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found where something else than TLS is served, or nothing that is any good. */
@Timeout(60)
class OthersTest {
  private static final byte[] TLS_1_2_ALERT = {21, 3, 3, 0, 2, 2, 40};

  private static Served served(Listener server, Duration timeout) {
    return Loopback.visit(Loopback.approach(server.port(), timeout), server.port(), Set.of())
        .observe(Loopback.tls("a.test"));
  }

  private static Map<Check, Verdict> verdicts(Served served) {
    return Loopback.verdicts(ServedJudge.judge(Loopback.tls("a.test"), served, Instant.now()));
  }

  private static Answer first(Served served) {
    return served.hellos().values().iterator().next();
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH_9.2, SSH",
    "220 mail.test ESMTP Postfix, SMTP",
    "220 (vsFTPd 3.0.3), FTP",
    "220 hello, MAIL_OR_FILES",
    "* OK IMAP4rev1 ready, IMAP",
    "+OK ready, POP3",
    "RFB 003.008, VNC",
    "HTTP/1.1 400 Bad Request, HTTP",
    "<html><title>400</title>, HTTP",
    "huh, UNKNOWN",
  })
  void namesWhatSpeaksFirst(String banner, Tongue tongue) throws IOException {
    try (Listener server =
        Listener.start(
            peer -> {
              Listener.say(peer, banner + "\r\n\r\n");
              peer.getInputStream().transferTo(nowhere());
            })) {
      Served served = served(server, Loopback.LONG);
      assertEquals(new Speech(tongue, banner), first(served));
      assertEquals(1, served.hellos().size(), "it is not asked again and again");
      assertEquals(Verdict.FAIL, verdicts(served).get(Check.TLS));
      assertEquals(Verdict.FAIL, verdicts(served).get(Check.ONLY));
      assertEquals(Verdict.UNTESTED, verdicts(served).get(Check.LEGACY));
      assertEquals(Verdict.UNTESTED, verdicts(served).get(Check.TRUST));
    }
  }

  @Test
  void aBannerCantWriteOnTheTerminal() {
    assertEquals("SSH-.[31m.", Speech.of("SSH-\u001b[31m\u00e4").line());
    assertEquals(83, Speech.of("x".repeat(500)).line().length());
  }

  @Test
  void silenceIsNeitherTlsNorItsAbsenceForLegacy() throws IOException {
    try (Listener server = Listener.start(peer -> peer.getInputStream().transferTo(nowhere()))) {
      Served served = served(server, Loopback.SHORT);
      assertEquals(new Trouble(Kind.SILENT, ""), first(served));
      assertEquals(2, served.hellos().size());
      assertEquals(Verdict.FAIL, verdicts(served).get(Check.TLS));
      assertEquals(Verdict.UNTESTED, verdicts(served).get(Check.LEGACY));
    }
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  @ParameterizedTest
  @CsvSource({"22, true", "22, false", "65, true"})
  void aServerThatDripsIsBounded(int first, boolean record) throws IOException {
    try (Listener server =
        Listener.start(
            peer -> {
              byte[] start = {(byte) first, 3, 3, 0x40, 0};
              peer.getOutputStream().write(start, 0, record ? 5 : 1);
              while (true) {
                peer.getOutputStream().write(1);
                drip();
              }
            })) {
      long start = System.nanoTime();
      Approach approach = Loopback.approach(server.port(), Loopback.SHORT);
      TlsClient client = new TlsClient(Optional.of("a.test"), Set.of());
      Handshake handshake = client.observe(approach, List.of(), Instant.now());
      assertTrue(handshake.trouble().isPresent());
      Served served = served(server, Loopback.SHORT);
      assertTrue(!served.speaksTls());
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(elapsed.compareTo(Duration.ofSeconds(20)) < 0, elapsed.toString());
    }
  }

  /** A byte every twenty milliseconds: a record would take five minutes. */
  private static void drip() {
    LockSupport.parkNanos(20_000_000);
  }

  @Test
  void theEndOfTheConnectionIsSeen() throws IOException {
    try (Listener server = Listener.start(peer -> peer.getInputStream().read(new byte[4096]))) {
      assertEquals(Kind.CLOSED, ((Trouble) first(served(server, Loopback.LONG))).kind());
    }
    try (Listener server =
        Listener.start(
            peer -> {
              peer.getInputStream().read(new byte[4096]);
              peer.setSoLinger(true, 0);
            })) {
      assertEquals(Kind.RESET, ((Trouble) first(served(server, Loopback.LONG))).kind());
    }
    try (Listener server = Listener.start(peer -> {})) {
      Trouble trouble = assertInstanceOf(Trouble.class, first(served(server, Loopback.LONG)));
      assertTrue(Set.of(Kind.CLOSED, Kind.RESET).contains(trouble.kind()), trouble.toString());
      assertEquals(Verdict.FAIL, verdicts(served(server, Loopback.LONG)).get(Check.TLS));
    }
  }

  @Test
  void withoutAConnectionNothingIsJudged() {
    Approach approach =
        new Approach(
            () -> {
              throw new ConnectException("refused");
            },
            Optional.empty(),
            Loopback.LONG);
    Served served = Loopback.visit(approach, 443, Set.of()).observe(Loopback.tls("a.test"));
    assertEquals(Set.of(Verdict.UNTESTED), Set.copyOf(verdicts(served).values()));
  }

  @Test
  void alertsAloneAreNoTls() throws IOException {
    try (Listener server =
        Listener.start(
            peer -> {
              peer.getInputStream().read(new byte[4096]);
              peer.getOutputStream().write(TLS_1_2_ALERT);
            })) {
      Served served = served(server, Loopback.LONG);
      assertEquals(new Answer.Alert(40), first(served));
      assertEquals(5, served.hellos().size());
      assertEquals(Verdict.FAIL, verdicts(served).get(Check.TLS));
      assertEquals(Verdict.UNTESTED, verdicts(served).get(Check.LEGACY));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "16030300040b000000",
    "160303000402000000",
    "160303000a0200000603030000000000",
    "1603030002020000000000",
    "150303000102",
    "1603030002ffff16030300020000",
  })
  void brokenAnswersAreNotUnderstood(String hex) throws IOException {
    try (Listener server =
        Listener.start(
            peer -> {
              peer.getInputStream().read(new byte[4096]);
              peer.getOutputStream().write(HexFormat.of().parseHex(hex));
            })) {
      Trouble trouble = assertInstanceOf(Trouble.class, first(served(server, Loopback.LONG)));
      assertTrue(
          Set.of(Kind.UNINTELLIGIBLE, Kind.CLOSED, Kind.RESET).contains(trouble.kind()),
          trouble.toString());
    }
  }
}
