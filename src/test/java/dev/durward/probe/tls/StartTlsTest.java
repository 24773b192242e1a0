package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.certificate.Trust;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.StartTls;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Trouble.Kind;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Served;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** In front of a real TLS server, a few lines that turn to TLS as the protocols have it. */
@Timeout(60)
class StartTlsTest {
  @TempDir static Path folder;
  private static OpenSsl openssl;

  @BeforeAll
  static void makeCertificate() throws IOException, InterruptedException {
    openssl = new OpenSsl(folder);
    openssl.make(Wish.of("server", "", "subjectAltName=DNS:a.test").selfSigned());
  }

  /** What a server says, and what it wants to hear before it goes on. */
  private static List<String> script(StartTls startTls) {
    return switch (startTls) {
      case SMTP ->
          List.of(
              "220-mail.test\r\n220 ESMTP\r\n",
              "EHLO durward.invalid",
              "250-mail.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n",
              "STARTTLS",
              "220 go ahead\r\n");
      case IMAP ->
          List.of("* OK ready\r\n", "d1 STARTTLS", "* CAPABILITY IMAP4rev1\r\nd1 OK begin\r\n");
      case POP3 -> List.of("+OK ready\r\n", "STLS", "+OK begin\r\n");
      case POSTGRES -> List.of("", "\0\0\0\10\4\322\26\57", "S");
    };
  }

  private static void play(Socket peer, List<String> script, int tlsPort) throws IOException {
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < script.size(); i++) {
      if (i % 2 == 0) {
        Listener.say(peer, script.get(i));
      } else {
        int length = script.get(i).length() + (script.get(i).startsWith("\0") ? 0 : 2);
        byte[] said = peer.getInputStream().readNBytes(length);
        heard.add(new String(said, StandardCharsets.ISO_8859_1).stripTrailing());
        assertEquals(script.get(i), heard.get(heard.size() - 1));
      }
    }
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
      Thread there = new Thread(() -> pump(peer, server));
      there.start();
      pump(server, peer);
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.close();
    } catch (IOException e) {
      // one of them ended
    }
  }

  @ParameterizedTest
  @EnumSource
  void turnsToTls(StartTls startTls) throws IOException {
    try (ServerProcess tls =
            ServerProcess.start(
                openssl.process("s_server -accept 127.0.0.1:0 -cert server.pem -key server.key"));
        Listener front = Listener.start(peer -> play(peer, script(startTls), tls.port()))) {
      Approach approach = Loopback.approach(front.port(), startTls);
      Served served =
          Loopback.visit(approach, front.port(), Set.of(openssl.read("server")))
              .observe(Loopback.tls("a.test"));
      Handshake handshake = served.handshake().orElseThrow();
      assertEquals(Version.TLS_1_3, handshake.session().orElseThrow().version());
      assertEquals(Trust.Kind.TRUSTED, handshake.chain().orElseThrow().trust().kind());
      assertEquals(Served.Offer.OFFERED, served.offer(Version.TLS_1_2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SMTP, 554 go away, REFUSED",
    "IMAP, * BYE, REFUSED",
    "POP3, -ERR no, REFUSED",
    "POSTGRES, N, REFUSED",
    "SMTP, '', CLOSED",
    "POSTGRES, '', REFUSED",
  })
  void aRefusalIsNoTls(StartTls startTls, String said, Kind kind) throws IOException {
    try (Listener server =
        Listener.start(
            peer -> {
              if (startTls == StartTls.POSTGRES) {
                peer.getInputStream().readNBytes(8);
              }
              Listener.say(peer, said.isEmpty() ? "" : said + "\r\n");
              peer.shutdownOutput();
              new BufferedReader(
                      new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1))
                  .readLine();
            })) {
      Served served =
          Loopback.visit(Loopback.approach(server.port(), startTls), server.port(), Set.of())
              .observe(Loopback.tls("a.test"));
      Trouble trouble = assertInstanceOf(Trouble.class, served.hellos().get(Version.TLS_1_3));
      assertEquals(kind, trouble.kind(), trouble.toString());
      assertTrue(!served.speaksTls());
    }
  }

  @Test
  void eachHasItsPorts() {
    assertEquals(
        List.of(StartTls.SMTP, StartTls.SMTP, StartTls.IMAP, StartTls.POP3, StartTls.POSTGRES),
        Arrays.asList(25, 587, 143, 110, 5432).stream()
            .map(port -> StartTls.usualOn(port).orElseThrow())
            .toList());
    assertTrue(StartTls.usualOn(443).isEmpty());
  }
}
