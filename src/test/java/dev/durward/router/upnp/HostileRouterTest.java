package dev.durward.router.upnp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.router.upnp.Description.Offer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A router, or what says it is one, that means harm or knows no better. */
@Timeout(60)
class HostileRouterTest {
  private static final Duration TIME = Duration.ofSeconds(4);
  private static final String XML = "<a><b>c</b></a>";

  private final FakeRouter router = new FakeRouter();

  HostileRouterTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    router.close();
  }

  private Page page() {
    return Page.of(router.page("/d"), router.gateway().address()).orElseThrow();
  }

  private byte[] get(byte[] bytes) throws IOException {
    router.with((request, output) -> output.write(bytes));
    return router.http().get(page(), Deadline.in(TIME)).body().readAllBytes();
  }

  private byte[] get(String text) throws IOException {
    return get(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String chunked(String size, String rest) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\n" + rest;
  }

  @Test
  void readsEachFormOfABody() throws Exception {
    byte[] body = XML.getBytes(StandardCharsets.US_ASCII);
    assertArrayEquals(body, get(Replies.http(200, XML)));
    assertArrayEquals(body, get("HTTP/1.0 200\n\n" + XML));
    assertArrayEquals(body, get("HTTP/1.1 100 Continue\r\n\r\n" + Replies.http(200, XML)));
    assertArrayEquals(body, get(Replies.http(200, XML) + "what comes after it"));
    assertArrayEquals(
        body,
        get(
            chunked(
                "5;x=y", XML.substring(0, 5) + "\r\nA\r\n" + XML.substring(5) + "\r\n0\r\n\r\n")));
  }

  /** An answer that breaks off is none, wherever it does. */
  @ParameterizedTest
  @MethodSource("wholeAnswers")
  void takesNoPartForTheWhole(String whole) throws Exception {
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThrows(IOException.class, () -> Element.of(new ByteArrayInputStream(get(part))), part);
      if (whole.contains("ength: ") || whole.contains("chunked")) {
        assertThrows(IOException.class, () -> get(part), part);
      }
    }
    assertEquals("c", Element.of(new ByteArrayInputStream(get(whole))).textOf("b"));
  }

  static String[] wholeAnswers() {
    return new String[] {
      Replies.http(200, XML),
      chunked("5", XML.substring(0, 5) + "\r\na\r\n" + XML.substring(5) + "\r\n0\r\n"),
      "HTTP/1.1 200 OK\r\n\r\n" + XML
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: ff\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "SSH-2.0-dropbear\r\n",
        "<html></html>"
      })
  void refusesWhatItCanNotRead(String answer) {
    assertThrows(IOException.class, () -> get(answer));
  }

  @Test
  void refusesWhatIsPacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(
          Replies.description(1, "WANIPConnection:1", "/c").getBytes(StandardCharsets.UTF_8));
    }
    String head = "HTTP/1.1 200 OK\r\n\r\n";
    assertThrows(
        IOException.class,
        () ->
            Element.of(
                new ByteArrayInputStream(
                    get(head + packed.toString(StandardCharsets.ISO_8859_1)))));
  }

  /** What is written without an end, after something. */
  private static FakeRouter.Site endless(String head, String again, AtomicLong written) {
    return (request, output) -> {
      output.write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = again.getBytes(StandardCharsets.US_ASCII);
      while (written.get() < 10_000_000) {
        output.write(bytes);
        written.addAndGet(bytes.length);
      }
    };
  }

  /** In the body, in chunks, in a line of the head, in its lines, in heads. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\n|<a>................................................</a>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n|10\r\n0123456789abcdef\r\n",
        "HTTP/1.1 200 OK\r\nX: |xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "HTTP/1.1 200 OK\r\n|X: x\r\n",
        "HTTP/1.1 100 Continue\r\n|\r\nHTTP/1.1 100 Continue\r\n"
      })
  void readsNoneWithoutAnEnd(String text) throws Exception {
    String[] parts = text.split("\\|", 2);
    AtomicLong written = new AtomicLong();
    router.with(endless(parts[0], parts[1], written));
    IOException trouble =
        assertThrows(IOException.class, () -> router.http().get(page(), Deadline.in(TIME)));
    assertFalse(trouble instanceof SocketTimeoutException, trouble.toString());
  }

  /** A byte now and then keeps each single read alive. */
  @Test
  void waitsForNoDrip() throws Exception {
    router.with(
        (request, output) -> {
          output.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          drip(output);
        });
    Deadline patience = Deadline.in(TIME);
    assertThrows(
        SocketTimeoutException.class,
        () -> router.http().get(page(), Deadline.in(Duration.ofMillis(300))));
    assertFalse(patience.isOver());
  }

  private static void drip(OutputStream output) throws IOException {
    try {
      while (true) {
        output.write('x');
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void waitsForNoSilence() throws Exception {
    router.with((request, output) -> drip(OutputStream.nullOutputStream()));
    assertThrows(
        SocketTimeoutException.class,
        () -> router.http().get(page(), Deadline.in(Duration.ofMillis(300))));
  }

  @Test
  void followsNoRedirect() throws Exception {
    FakeRouter other = new FakeRouter();
    try (other) {
      String answer =
          "HTTP/1.1 302 Found\r\nLocation: " + other.page("/d") + "\r\nContent-Length: 0\r\n\r\n";
      router.with((request, output) -> output.write(answer.getBytes(StandardCharsets.US_ASCII)));
      assertEquals(Optional.empty(), router.seek());
      assertEquals(0, other.requests().size());
    }
  }

  private IOException refused(String xml) {
    return assertThrows(
        IOException.class,
        () -> Element.of(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void expandsNoEntities() {
    String bomb =
        """
        <?xml version="1.0"?>
        <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
        <r>&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;</r>
        """;
    assertEquals(
        "the router's answer has a document type, which none may have", refused(bomb).getMessage());
    refused("<!DOCTYPE r><r/>");
    refused("<r>&unknown;</r>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE r [<!ENTITY e SYSTEM \"%s\">]><r>&e;</r>",
        "<!DOCTYPE r SYSTEM \"%s\"><r/>",
        "<!DOCTYPE r [<!ENTITY %% e SYSTEM \"%s\"> %%e;]><r/>",
      })
  void asksForNoEntityElsewhere(String xml) throws Exception {
    refused(xml.formatted(router.page("/entity")));
    refused(xml.formatted("file:///etc/hostname"));
    assertEquals(0, router.requests().size());
  }

  @Test
  void readsTextsOfRoutersThatForgetTheirEncoding() throws Exception {
    for (String text : new String[] {"<a><b>caf\u00e9</b></a>", "\ufeff<a><b>caf\u00e9</b></a>"}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertEquals("caf\u00e9", Element.of(new ByteArrayInputStream(bytes)).textOf("b"));
    }
    byte[] latin = "<a><x:b>caf\u00e9</x:b></a>".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("caf\u00e9", Element.of(new ByteArrayInputStream(latin)).textOf("b"));
  }

  @Test
  void readsNoMoreElementsThanARouterHas() {
    String message = "the router's answer has more elements than are read";
    assertEquals(message, refused("<a>".repeat(100_000)).getMessage());
    assertEquals(message, refused("<a>" + "<b/>".repeat(100_000) + "</a>").getMessage());
    refused("<a " + "b".repeat(200_000) + "=''/>" + "<");
    refused("");
    refused("no XML");
  }

  /** Bytes of all sorts: an end, and no trouble but the one that is expected. */
  @Test
  void readsAnythingToAnEnd() throws Exception {
    PrintStream error = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      fuzz(new Random().nextLong());
    } finally {
      System.setErr(error);
    }
    assertEquals("", said.toString(StandardCharsets.UTF_8), "nothing writes on the terminal");
  }

  private void fuzz(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] good = Replies.entry("192.0.2.1", 443, "x", 5).getBytes(StandardCharsets.UTF_8);
    Control control = new Control(router.http(), new Offer(ServiceType.IP_1, page()));
    for (int round = 0; round < 500; round++) {
      byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(300)] : good.clone();
      int changes = 1 + random.nextInt(bytes.length < good.length ? 300 : 4);
      for (int i = 0; i < changes && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      router.with((request, output) -> output.write(bytes));
      String what = "seed " + seed + ", round " + round;
      try {
        control.ask(Deadline.in(Duration.ofSeconds(10)), "GetSpecificPortMappingEntry");
      } catch (IOException e) {
        assertFalse(e instanceof SocketTimeoutException, what);
      } catch (RuntimeException e) {
        throw new AssertionError(what, e);
      }
    }
    assertTrue(router.requests().size() >= 500);
  }
}
