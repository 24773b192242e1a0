package dev.durward.router.upnp;

import static dev.durward.router.upnp.Replies.done;
import static dev.durward.router.upnp.Replies.entry;
import static dev.durward.router.upnp.Replies.fault;
import static dev.durward.router.upnp.Replies.generic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.platform.FirewallException;
import dev.durward.router.Forward;
import dev.durward.router.Mapping;
import dev.durward.router.RouterProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a router is asked without changing anything. */
class IgdReadingTest {
  private static final String SPECIFIC = "GetSpecificPortMappingEntry";
  private static final String GENERIC = "GetGenericPortMappingEntry";
  private static final Forward HTTPS = FakeRouter.forward(Protocol.TCP, 443, 8443);

  private final FakeRouter router = new FakeRouter();

  IgdReadingTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    router.close();
  }

  private RouterProtocol igd() throws InterruptedException {
    return router.seek().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {713, 714, 402})
  void listsWhatIsThere(int end) throws Exception {
    router.replying(GENERIC, generic("TCP", 80, "192.168.1.9", "caf\u00e9", 9));
    router.replying(GENERIC, generic("UDP", 443, "192.168.1.8", "b&#x9b;31m", 0));
    router.replying(GENERIC, fault(end, ""));
    IpAddress nine = IpAddress.parse("192.168.1.9").orElseThrow();
    IpAddress eight = IpAddress.parse("192.168.1.8").orElseThrow();
    assertEquals(
        Optional.of(
            List.of(
                new Mapping(
                    Protocol.TCP, 80, nine, 1, "caf\u00e9", Optional.of(Duration.ofSeconds(9))),
                new Mapping(Protocol.UDP, 443, eight, 1, "b.31m", Optional.empty()))),
        igd().mappings());
    assertEquals(
        List.of("0", "1", "2"),
        router.requests().stream()
            .filter(each -> each.action().equals(GENERIC))
            .map(each -> each.body().replaceAll("(?s).*<NewPortMappingIndex>(.*?)<.*", "$1"))
            .toList());
  }

  @Test
  void noticesAListWithoutAnEnd() throws Exception {
    router.replying(GENERIC, generic("TCP", 80, "192.168.1.9", "a", 9));
    RouterProtocol igd = igd();
    FirewallException trouble = assertThrows(FirewallException.class, igd::mappings);
    assertEquals(
        "the router 127.0.0.1 does not tell by UPnP: the router lists 80 tcp again and again",
        trouble.getMessage());
    assertTrue(router.actions().size() < 30, router.actions().size() + " times");
  }

  @ParameterizedTest
  @CsvSource({"11.22.33.1, 11.22.33.1", "'', ", "0.0.0.0, "})
  void tellsTheAddressOutside(String said, String address) throws Exception {
    router.replying(
        "GetExternalIPAddress", done("GetExternalIPAddress", "NewExternalIPAddress", said));
    assertEquals(Optional.ofNullable(address).flatMap(IpAddress::parse), igd().externalAddress());
  }

  @Test
  void tellsThatThereIsNoAddressWhereTheRouterFails() throws Exception {
    router.replying("GetExternalIPAddress", fault(501, "Action Failed"));
    assertEquals(Optional.empty(), igd().externalAddress());
  }

  @Test
  void tellsTheHolder() throws Exception {
    router
        .replying(SPECIFIC, entry("192.168.1.7", 80, "Web", 0))
        .replying(SPECIFIC, fault(714, ""));
    RouterProtocol igd = igd();
    assertEquals("Web", igd.holder(HTTPS).orElseThrow().description());
    assertEquals(Optional.empty(), igd.holder(HTTPS));
  }
}
