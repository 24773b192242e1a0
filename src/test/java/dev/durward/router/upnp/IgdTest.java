package dev.durward.router.upnp;

import static dev.durward.router.upnp.FakeRouter.ADDRESS;
import static dev.durward.router.upnp.Replies.done;
import static dev.durward.router.upnp.Replies.entry;
import static dev.durward.router.upnp.Replies.fault;
import static dev.durward.router.upnp.Replies.generic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports of IPv4, by a router that answers as the standard has it, and by others. */
class IgdTest {
  private static final String SPECIFIC = "GetSpecificPortMappingEntry";
  private static final String GENERIC = "GetGenericPortMappingEntry";
  private static final String ADD = "AddPortMapping";
  private static final String DELETE = "DeletePortMapping";
  private static final Forward HTTPS = FakeRouter.forward(Protocol.TCP, 443, 8443);
  private static final String MARK = HTTPS.owner().text();
  private static final String FREE = fault(714, "NoSuchEntryInArray");
  private static final String MINE = entry(ADDRESS, 8443, MARK, 3_599);

  private final FakeRouter router = new FakeRouter();

  IgdTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    router.close();
  }

  private RouterProtocol igd() throws InterruptedException {
    return router.seek().orElseThrow();
  }

  private Outcome map() throws InterruptedException {
    RouterProtocol igd = igd();
    return igd.map(igd.draft(HTTPS));
  }

  private Outcome unmap() throws InterruptedException {
    RouterProtocol igd = igd();
    return igd.unmap(igd.draft(HTTPS));
  }

  @Test
  void asksAsTheStandardHasIt() throws Exception {
    router.replying(SPECIFIC, FREE).replying(SPECIFIC, MINE).replying(ADD, done(ADD));
    RouterProtocol igd = igd();
    assertTrue(igd.speaksFor(Family.IPV4));
    assertFalse(igd.speaksFor(Family.IPV6));
    Grant draft = igd.draft(HTTPS);
    assertEquals(List.of(), router.actions(), "a draft asks nothing");
    Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, igd.map(draft));
    assertEquals(draft.given("", Optional.of(FakeRouter.NOW.plusSeconds(3_599))), mapped.grant());
    FakeRouter.Request add =
        router.requests().stream().filter(each -> each.action().equals(ADD)).findFirst().get();
    assertEquals(
        """
        POST /ctl/IP HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        User-Agent: Durward UPnP/1.1\r
        Connection: close\r
        Content-Type: text/xml; charset="utf-8"\r
        SOAPACTION: "urn:schemas-upnp-org:service:WANIPConnection:2#AddPortMapping"\r
        Content-Length: %d\r
        \r
        """
            .formatted(router.port(), add.body().length()),
        add.head());
    assertEquals(
        """
        <?xml version="1.0"?>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
        s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>\
        <u:AddPortMapping xmlns:u="urn:schemas-upnp-org:service:WANIPConnection:2">\
        <NewRemoteHost></NewRemoteHost><NewExternalPort>443</NewExternalPort>\
        <NewProtocol>TCP</NewProtocol><NewInternalPort>8443</NewInternalPort>\
        <NewInternalClient>127.0.0.1</NewInternalClient><NewEnabled>1</NewEnabled>\
        <NewPortMappingDescription>durward:web/Port &lt;443&gt; &amp; more\
        </NewPortMappingDescription><NewLeaseDuration>3600</NewLeaseDuration>\
        </u:AddPortMapping></s:Body></s:Envelope>
        """,
        add.body().replace("\r\n", "\n"));
    assertEquals(List.of(SPECIFIC, ADD, SPECIFIC), router.actions());
  }

  @Test
  void renewsWhatIsItsOwn() throws Exception {
    router.replying(SPECIFIC, MINE).replying(ADD, done(ADD));
    assertInstanceOf(Outcome.AlreadyMine.class, map());
    assertEquals(List.of(SPECIFIC, ADD, SPECIFIC), router.actions());
  }

  @Test
  void mapsItsOwnAnewWhereItLeadsToAnotherPort() throws Exception {
    router.replying(SPECIFIC, entry(ADDRESS, 9443, MARK, 5)).replying(SPECIFIC, MINE);
    router.replying(ADD, done(ADD));
    assertInstanceOf(Outcome.Mapped.class, map());
  }

  /** Another host's, another program's of this host, and this very mark on another host. */
  @ParameterizedTest
  @CsvSource({
    "192.168.1.7, Web, 192.168.1.7:443 (Web)",
    "127.0.0.1, Web, 127.0.0.1:443 (Web)",
    "127.0.0.1, '', 127.0.0.1:443",
    "127.0.0.1, durward:web/other, 127.0.0.1:443 (durward:web/other)",
    "127.0.0.2, durward:web/Port <443> & more, 127.0.0.2:443 (durward:web/Port <443> & more)",
    "nas.lan, Web, nas.lan:443 (Web)",
  })
  void leavesToOthersWhatIsTheirs(String client, String description, String holder)
      throws Exception {
    router.replying(SPECIFIC, entry(client, 443, description, 0));
    router.replying(ADD, done(ADD)).replying(DELETE, done(DELETE));
    assertEquals(new Outcome.Conflict(holder), map());
    assertEquals(new Outcome.Conflict(holder), unmap());
    assertEquals(List.of(SPECIFIC, SPECIFIC), router.actions());
  }

  @Test
  void namesTheHolderThatCameInBetween() throws Exception {
    router.replying(SPECIFIC, FREE).replying(SPECIFIC, entry("192.168.1.7", 443, "Web", 0));
    router.replying(ADD, fault(718, "ConflictInMappingEntry"));
    assertEquals(new Outcome.Conflict("192.168.1.7:443 (Web)"), map());
  }

  @Test
  void saysThatThePortIsTakenWhereNobodyIsNamed() throws Exception {
    router.replying(SPECIFIC, FREE).replying(ADD, fault(729, "ConflictWithOtherMechanisms"));
    Outcome.Conflict conflict = assertInstanceOf(Outcome.Conflict.class, map());
    assertTrue(conflict.holder().contains("729"), conflict.holder());
  }

  @Test
  void takesAMappingForEverOnlyFromARouterThatHasNoOthers() throws Exception {
    router.replying(SPECIFIC, FREE).replying(SPECIFIC, entry(ADDRESS, 8443, MARK, 0));
    router.replying(ADD, fault(725, "OnlyPermanentLeasesSupported")).replying(ADD, done(ADD));
    Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, map());
    assertEquals(Optional.empty(), mapped.grant().until());
    List<String> leases =
        router.requests().stream()
            .filter(each -> each.action().equals(ADD))
            .map(each -> each.body().replaceAll("(?s).*<NewLeaseDuration>(.*?)<.*", "$1"))
            .toList();
    assertEquals(List.of("3600", "0"), leases);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 501, 606, 713, 715, 716, 724, 725, 726, 727, 728, 732, 733, 999})
  void saysWhyARouterRefuses(int code) throws Exception {
    router.replying(SPECIFIC, FREE).replying(ADD, fault(code, "In its\nown words"));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, map());
    assertTrue(
        refused
            .reason()
            .matches("the router .+ \\(UPnP error " + code + ", \"In its.own words\"\\)"),
        refused.reason());
  }

  @Test
  void believesNoRouterThatDoesNotHaveWhatItSaysItMade() throws Exception {
    router.replying(SPECIFIC, FREE).replying(ADD, done(ADD));
    assertInstanceOf(Outcome.Refused.class, map());
  }

  /** A mapping without its mark could not be told from another's. */
  @Test
  void givesBackWhatHasLostItsMark() throws Exception {
    router.replying(SPECIFIC, FREE).replying(SPECIFIC, entry(ADDRESS, 8443, "durward:web/P", 60));
    router.replying(ADD, done(ADD)).replying(DELETE, done(DELETE));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, map());
    assertTrue(refused.reason().contains("127.0.0.1:8443 (durward:web/P)"), refused.reason());
    assertEquals(List.of(SPECIFIC, ADD, SPECIFIC, DELETE), router.actions());
  }

  @Test
  void removesWhatIsItsOwn() throws Exception {
    router.replying(SPECIFIC, MINE).replying(SPECIFIC, FREE).replying(DELETE, done(DELETE));
    assertEquals(new Outcome.Removed(), unmap());
    assertEquals(List.of(SPECIFIC, DELETE, SPECIFIC), router.actions());
  }

  @Test
  void findsThatItIsGone() throws Exception {
    router.replying(SPECIFIC, FREE).replying(DELETE, done(DELETE));
    assertEquals(new Outcome.Removed(), unmap());
    assertEquals(List.of(SPECIFIC), router.actions());
  }

  @Test
  void believesNoRouterThatStillHasWhatItSaysItRemoved() throws Exception {
    router.replying(SPECIFIC, MINE).replying(DELETE, done(DELETE));
    assertInstanceOf(Outcome.Refused.class, unmap());
  }

  @Test
  void asksTheListWhereOneMappingCanNotBeAskedFor() throws Exception {
    router.replying(SPECIFIC, fault(401, "Invalid Action"));
    router.replying(GENERIC, generic("TCP", 80, "192.168.1.9", "a", 9));
    router.replying(GENERIC, generic("UDP", 443, "192.168.1.8", "b", 9));
    router.replying(GENERIC, generic("TCP", 443, "192.168.1.7", "Web", 9));
    router.replying(GENERIC, fault(713, "SpecifiedArrayIndexInvalid"));
    assertEquals(new Outcome.Conflict("192.168.1.7:1 (Web)"), map());
  }

  @Test
  void asksForNothingWhereNobodyCanTellWhoHasIt() throws Exception {
    router.replying(ADD, done(ADD));
    assertInstanceOf(Outcome.Refused.class, map());
    assertEquals(List.of(SPECIFIC, GENERIC), router.actions());
  }
}
