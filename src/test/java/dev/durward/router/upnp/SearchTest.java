package dev.durward.router.upnp;

import static dev.durward.router.upnp.FakeRouter.answer;
import static dev.durward.router.upnp.FakeRouter.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.platform.Gateway;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SearchTest {
  private static final String IGD_1 = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
  private static final String IGD_2 = "urn:schemas-upnp-org:device:InternetGatewayDevice:2";

  private final FakeRouter router = new FakeRouter();

  SearchTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    router.close();
  }

  private List<String> paths() throws IOException {
    return paths(400);
  }

  private List<String> paths(int millis) throws IOException {
    return new Search(Peer.of(router.gateway()), router.ssdpPort())
        .pages(Deadline.in(Duration.ofMillis(millis))).stream().map(Page::path).toList();
  }

  @Test
  void asksForAllThatARouterMayBe() throws Exception {
    Set<String> asked = new ConcurrentSkipListSet<>();
    router.with((target, from, to) -> asked.add(target));
    assertEquals(List.of(), paths());
    assertEquals(
        Set.of(
            IGD_1,
            IGD_2,
            "urn:schemas-upnp-org:service:WANIPConnection:1",
            "urn:schemas-upnp-org:service:WANIPConnection:2",
            "urn:schemas-upnp-org:service:WANPPPConnection:1"),
        asked);
  }

  @Test
  void putsTheLaterVersionFirst() throws Exception {
    router.with(
        (target, from, to) -> {
          if (target.equals(IGD_2)) {
            answer(from, to, IGD_1, router.page("/1"));
            answer(from, to, IGD_1, router.page("/1"));
            answer(from, to, IGD_2, router.page("/2"));
          }
        });
    assertEquals(List.of("/2", "/1"), paths(3_000));
  }

  @Test
  void asksAgainWhereNothingCame() throws Exception {
    Set<String> asked = new ConcurrentSkipListSet<>();
    router.with(
        (target, from, to) -> {
          if (!asked.add(target)) {
            answer(from, to, target, router.page("/late"));
          }
        });
    assertEquals(List.of("/late"), paths(3_000));
  }

  @Test
  void hearsTheGatewayAlone() throws Exception {
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
      router.with((target, from, to) -> answer(other, to, target, router.page("/d")));
      assertEquals(List.of(), paths());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/d",
        "http://localhost/d",
        "https://127.0.0.1/d",
        "file:///etc/passwd",
        "ftp://127.0.0.1/d",
        "http://127.0.0.1:0/d",
        "http://127.0.0.1:99999/d",
        "http://user@127.0.0.1/d",
        "http://[::1]/d",
        "/d",
        "%",
        ""
      })
  void goesNowhereElse(String location) throws Exception {
    router.with((target, from, to) -> answer(from, to, target, location));
    assertEquals(List.of(), paths());
    assertEquals(List.of(), router.requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "HTTP/1.1 200 OK",
        "HTTP/1.1 404 No\r\nST: %1$s\r\nLOCATION: %2$s\r\n\r\n",
        "NOTIFY * HTTP/1.1\r\nST: %1$s\r\nLOCATION: %2$s\r\n\r\n",
        "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nLOCATION: %2$s\r\n\r\n",
        "HTTP/1.1 200 OK\r\nST: %1$s\r\n\r\n",
      })
  void takesNoOtherAnswer(String text) throws Exception {
    router.with((target, from, to) -> say(from, to, text.formatted(target, router.page("/d"))));
    assertEquals(List.of(), paths());
  }

  /** What is cut off there says nothing of what stands before it. */
  @Test
  void readsNoMoreThanAnAnswerMayHave() throws Exception {
    router.with(
        (target, from, to) ->
            say(
                from,
                to,
                "HTTP/1.1 200 OK\r\nX: "
                    + "x".repeat(3_000)
                    + "\r\nST: "
                    + target
                    + "\r\nLOCATION: "
                    + router.page("/d")
                    + "\r\n\r\n"));
    assertEquals(List.of(), paths());
  }

  @Test
  void endsWhereAnswersDoNot() throws Exception {
    router.with(
        (target, from, to) -> {
          for (int i = 0; i < 1_000; i++) {
            answer(from, to, target, router.page("/" + i));
          }
        });
    assertFalse(paths(3_000).isEmpty());
  }

  @Test
  void findsNobodyInSilence() throws Exception {
    router.with((target, from, to) -> {});
    Deadline deadline = Deadline.in(Duration.ofSeconds(4));
    assertEquals(Optional.empty(), router.seek());
    assertFalse(deadline.isOver());
  }

  @Test
  void findsNobodyWithoutTheInterface() throws Exception {
    IpAddress address = router.gateway().address();
    assertEquals(Optional.empty(), Igd.seek(new Gateway(address, "none0", address)));
  }

  @Test
  void stopsWhenInterrupted() {
    router.with((target, from, to) -> {});
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, router::seek);
    assertFalse(Thread.interrupted());
  }

  /** A router has several addresses of IPv6; packets go to the one that is known. */
  @Test
  void goesToTheGatewayWhateverNumberOfIpv6IsSaid() {
    IpAddress gateway = IpAddress.parse("fe80::1").orElseThrow();
    Page page = Page.of("http://[2001:db8::1]:5000/d", gateway).orElseThrow();
    assertEquals("[fe80::1]:5000", page.host());
    assertTrue(Page.of("http://[fe80::1%25eth0]:5000/d", gateway).isPresent());
    assertFalse(Page.of("http://192.0.2.1/d", gateway).isPresent());
    assertFalse(Page.of("http://example.com/d", gateway).isPresent());
  }
}
