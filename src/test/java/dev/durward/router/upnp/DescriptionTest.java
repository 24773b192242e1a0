package dev.durward.router.upnp;

import static dev.durward.router.upnp.Replies.description;
import static dev.durward.router.upnp.Replies.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.router.RouterProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionTest {
  private final FakeRouter router = new FakeRouter();

  DescriptionTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    router.close();
  }

  private Description fetch(String xml) throws IOException {
    router.describedBy(xml);
    Page page = Page.of(router.page("/d"), router.gateway().address()).orElseThrow();
    return Description.fetch(router.http(), page, Deadline.in(Duration.ofSeconds(4)));
  }

  private static List<String> types(Description description) {
    return description.offers().stream().map(offer -> offer.type().name()).toList();
  }

  @Test
  void putsTheLaterVersionFirst() throws Exception {
    Description both =
        fetch(
            description(
                2,
                "Layer3Forwarding:1",
                "/ctl/0",
                "WANPPPConnection:1",
                "/ctl/1",
                "WANIPConnection:1",
                "/ctl/2",
                "WANIPv6FirewallControl:1",
                "/ctl/3",
                "WANIPConnection:2",
                "/ctl/4?a=b"));
    assertEquals(List.of("IP_2", "IP_1", "PPP_1", "FIREWALL_1"), types(both));
    assertEquals("/ctl/4?a=b", both.offers().get(0).control().path());
    assertEquals(List.of("PPP_1"), types(fetch(description(1, "WANPPPConnection:1", "/c"))));
    assertEquals(List.of(), types(fetch(description(1, "WANIPConnection:9", "/c"))));
  }

  @ParameterizedTest
  @CsvSource({"/ctl, /ctl", "ctl/IP, /ctl/IP", "../x, /../x", "?q, /?q"})
  void resolvesAReference(String reference, String path) throws Exception {
    Description one = fetch(description(1, "WANIPConnection:1", reference));
    assertEquals(path, one.offers().get(0).control().path());
    assertEquals(router.port(), one.offers().get(0).control().port());
  }

  @Test
  void takesItsOwnOtherPort() throws Exception {
    String xml = description(1, "WANIPConnection:1", "c");
    String base = "<URLBase>http://127.0.0.1:49000/igd/</URLBase><device>";
    Description based = fetch(xml.replaceFirst("<device>", base));
    assertEquals(49_000, based.offers().get(0).control().port());
    assertEquals("/igd/c", based.offers().get(0).control().path());
    Description whole = fetch(description(1, "WANIPConnection:1", "http://127.0.0.1:49001/c"));
    assertEquals(49_001, whole.offers().get(0).control().port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/c",
        "//127.0.0.2/c",
        "http://localhost/c",
        "http://127.0.0.1.example/c",
        "http://127.0.0.1@127.0.0.2/c",
        "http://2130706433/c",
        "https://127.0.0.1/c",
        "file:///etc/passwd",
        "http://127.0.0.1:0/c",
        "http://127.0.0.1:65536/c",
        "c c",
        "c&#10;c",
        ""
      })
  void leadsNowhereElse(String url) {
    assertThrows(IOException.class, () -> fetch(description(1, "WANIPConnection:1", url)));
    if (!url.isEmpty() && !url.startsWith("c") && !url.startsWith("//")) {
      String base = "<URLBase>" + url + "</URLBase><device>";
      String xml = description(1, "WANIPConnection:1", "/c").replaceFirst("<device>", base);
      assertThrows(IOException.class, () -> fetch(xml));
    }
  }

  /** The one that is up and has an address, of several. */
  @Test
  void takesTheLineThatIsUp() throws Exception {
    FakeRouter.Site site =
        (request, output) -> {
          String path = request.path();
          String answer =
              switch (request.action()) {
                case "" -> Replies.http(200, three());
                case "GetStatusInfo" ->
                    done(
                        "GetStatusInfo",
                        "NewConnectionStatus",
                        path.equals("/down") ? "Disconnected" : "Connected");
                default ->
                    done(
                        "GetExternalIPAddress",
                        "NewExternalIPAddress",
                        path.equals("/up") ? "11.22.33.1" : "");
              };
          output.write(answer.getBytes(StandardCharsets.UTF_8));
        };
    router.with(site);
    RouterProtocol igd = router.seek().orElseThrow();
    assertTrue(igd.speaksFor(Family.IPV4));
    assertEquals(IpAddress.parse("11.22.33.1"), igd.externalAddress());
  }

  private static String three() {
    return description(
        1,
        "WANIPConnection:1",
        "/down",
        "WANIPConnection:1",
        "/private",
        "WANPPPConnection:1",
        "/up");
  }

  @Test
  void isNoRouterThatOffersNothing() throws Exception {
    router.describedBy(description(1, "Layer3Forwarding:1", "/c"));
    assertEquals(Optional.empty(), router.seek());
    // Asked over IPv4, it would open no hole to an address of IPv6.
    router.describedBy(description(2, "WANIPv6FirewallControl:1", "/c"));
    assertEquals(Optional.empty(), router.seek());
  }
}
