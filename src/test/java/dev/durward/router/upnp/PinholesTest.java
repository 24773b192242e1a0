package dev.durward.router.upnp;

import static dev.durward.router.upnp.Replies.done;
import static dev.durward.router.upnp.Replies.fault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.upnp.Description.Offer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes in a firewall of IPv6; they are asked for over IPv4 here, which the service can't see. */
class PinholesTest {
  private static final String STATUS = "GetFirewallStatus";
  private static final String ADD = "AddPinhole";
  private static final String UPDATE = "UpdatePinhole";
  private static final String DELETE = "DeletePinhole";
  private static final IpAddress HOST = IpAddress.parse("2001:db8::5").orElseThrow();

  private final FakeRouter router = new FakeRouter().replying(STATUS, status(1, 1));

  PinholesTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    router.close();
  }

  private static String status(int enabled, int allowed) {
    return done(STATUS, "FirewallEnabled", "" + enabled, "InboundPinholeAllowed", "" + allowed);
  }

  private static Grant grant(String ticket, Duration lease) {
    Forward forward = new Forward(new Mark("web", "x"), Family.IPV6, Protocol.UDP, 443, 443, lease);
    IpAddress router = IpAddress.parse("fe80::1").orElseThrow();
    return Grant.draft(forward, Method.UPNP, new Gateway(router, "eth0", HOST), ticket);
  }

  private Pinholes pinholes() throws IOException {
    Page page = Page.of(router.page("/ctl/6"), router.gateway().address()).orElseThrow();
    Control control = new Control(router.http(), new Offer(ServiceType.FIREWALL_1, page));
    return new Pinholes(control, Clock.fixed(FakeRouter.NOW, ZoneOffset.UTC));
  }

  private Outcome map(String ticket) throws IOException {
    return pinholes().map(grant(ticket, Duration.ofHours(1)), Deadline.in(Duration.ofSeconds(4)));
  }

  private Outcome unmap(String ticket) throws IOException {
    return pinholes().unmap(grant(ticket, Duration.ofHours(1)), Deadline.in(Duration.ofSeconds(4)));
  }

  @Test
  void opensAHole() throws Exception {
    router.replying(ADD, done(ADD, "UniqueID", "17"));
    Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, map(""));
    assertEquals("17", mapped.grant().ticket());
    assertEquals(Grant.State.GIVEN, mapped.grant().state());
    assertEquals(Optional.of(FakeRouter.NOW.plusSeconds(3_600)), mapped.grant().until());
    String body = router.requests().get(1).body();
    assertTrue(
        body.contains(
            "<u:AddPinhole xmlns:u=\"urn:schemas-upnp-org:service:WANIPv6FirewallControl:1\">"
                + "<RemoteHost></RemoteHost><RemotePort>0</RemotePort>"
                + "<InternalClient>2001:db8::5</InternalClient><InternalPort>443</InternalPort>"
                + "<Protocol>17</Protocol><LeaseTime>3600</LeaseTime></u:AddPinhole>"),
        body);
  }

  @Test
  void asksForNoLongerThanADay() throws Exception {
    router.replying(ADD, done(ADD, "UniqueID", "17"));
    Outcome outcome =
        pinholes().map(grant("", Duration.ofDays(7)), Deadline.in(Duration.ofSeconds(4)));
    Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, outcome);
    assertEquals(Optional.of(FakeRouter.NOW.plusSeconds(86_400)), mapped.grant().until());
    assertTrue(router.requests().get(1).body().contains("<LeaseTime>86400<"));
  }

  @Test
  void keepsAHoleOpen() throws Exception {
    router.replying(UPDATE, done(UPDATE));
    assertInstanceOf(Outcome.AlreadyMine.class, map("17"));
    assertEquals(List.of(STATUS, UPDATE), router.actions());
  }

  @ParameterizedTest
  @ValueSource(ints = {704, 402, 606})
  void opensAnotherWhereTheOldOneIsGone(int code) throws Exception {
    router.replying(UPDATE, fault(code, "")).replying(ADD, done(ADD, "UniqueID", "18"));
    Outcome.Mapped mapped = assertInstanceOf(Outcome.Mapped.class, map("17"));
    assertEquals("18", mapped.grant().ticket());
  }

  @Test
  void takesNoNumberThatIsNone() throws Exception {
    router.replying(ADD, done(ADD, "UniqueID", "1 or 2"));
    assertEquals(
        "the router's UniqueID is \"1 or 2\"",
        assertThrows(IOException.class, () -> map("")).getMessage());
  }

  @Test
  void saysWhyThereIsNoHole() throws Exception {
    router.replying(ADD, done(ADD, "UniqueID", "1"));
    router.replying(STATUS, status(0, 1)).replying(STATUS, status(1, 0));
    assertInstanceOf(Outcome.Mapped.class, map(""));
    Outcome.Refused off = assertInstanceOf(Outcome.Refused.class, map(""));
    assertEquals("the router's IPv6 firewall is off: it lets all pass", off.reason());
    Outcome.Refused none = assertInstanceOf(Outcome.Refused.class, map(""));
    assertEquals("the router permits no holes in its IPv6 firewall", none.reason());
  }

  @Test
  void shutsAHole() throws Exception {
    router.replying(DELETE, done(DELETE)).replying(DELETE, fault(704, ""));
    assertEquals(new Outcome.Removed(), unmap("17"));
    assertEquals(new Outcome.Removed(), unmap("17"));
    assertTrue(router.requests().get(0).body().contains("<UniqueID>17</UniqueID>"));
  }

  @Test
  void doesNotSayThatItShutWhatItCouldNot() throws Exception {
    router.replying(DELETE, fault(606, "no"));
    assertInstanceOf(Outcome.Refused.class, unmap("17"));
    assertInstanceOf(Outcome.Untold.class, unmap(""));
  }
}
