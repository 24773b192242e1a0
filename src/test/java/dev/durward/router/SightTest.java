package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Mark;
import dev.durward.router.Grant.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan is told of the router. */
class SightTest {
  private static final Forward WEB =
      new Forward(
          new Mark("web", "https"), Family.IPV4, Protocol.TCP, 443, 443, Duration.ofHours(1));
  private static final Desired WANTED =
      new Desired(
          Set.of("web"), List.of(new Realized(WEB.owner(), "", List.of(WEB.entry()), "")), "");
  private static final Desired NOTHING = new Desired(Set.of("web"), List.of(), "");

  private final MemoryLedger ledger = new MemoryLedger();
  private FakeProtocol router = new FakeProtocol(Method.UPNP);

  private Sight sight(Desired desired) throws Exception {
    return Sight.of(new Forwarder(router.routers(), ledger), desired);
  }

  private void open() throws Exception {
    new Forwarder(router.routers(), ledger).open(WEB);
  }

  private static String said(Sight sight) {
    return sight.notices().stream().map(Diagnostic::message).toList().toString();
  }

  private void given(State state, Duration ago, Duration left) throws Exception {
    Grant grant = ledger.grants().get(0);
    Instant now = Instant.now();
    ledger.write(
        List.of(
            new Grant(
                grant.forward(),
                grant.method(),
                grant.gateway(),
                grant.internal(),
                grant.ticket(),
                state,
                now.minus(ago),
                Optional.of(now.plus(left)))));
  }

  private void isInTrouble(String words) throws Exception {
    Sight sight = sight(WANTED);
    assertEquals(List.of(WEB.entry()), sight.there());
    assertTrue(sight.troubles().toString().contains(words), sight.toString());
    assertFalse(sight.isObstructed(), said(sight));
    assertEquals(List.of(WEB.entry()), sight(NOTHING).there(), "it can be taken away");
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void whatIsGivenIsThere(Method method) throws Exception {
    router = new FakeProtocol(method);
    assertEquals(new Sight(List.of(), Map.of(), List.of()), sight(WANTED));
    open();
    Sight sight = sight(WANTED);
    assertEquals(List.of(WEB.entry()), sight.there());
    assertEquals(0, sight.troubles().size(), sight.toString());
    assertEquals(0, sight.notices().size(), said(sight));
  }

  @Test
  void nobodyIsAskedForPoliciesThatHaveNothingToDoWithIt() throws Exception {
    open();
    router.questions().clear();
    Sight sight = sight(new Desired(Set.of("other"), List.of(), ""));
    assertEquals(0, sight.there().size() + sight.notices().size());
    assertEquals(List.of(), router.questions());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void isRenewedWhenHalfOfItsTimeIsOver(Method method) throws Exception {
    router = new FakeProtocol(method);
    open();
    given(State.GIVEN, Duration.ofMinutes(29), Duration.ofMinutes(31));
    assertEquals(0, sight(WANTED).troubles().size());
    given(State.GIVEN, Duration.ofMinutes(31), Duration.ofMinutes(29));
    isInTrouble("more than half");
    // That is no reason to refuse a change while the router has no address.
    router.outside("100.64.1.1");
    Sight sight = sight(WANTED);
    assertFalse(sight.isObstructed() || !sight.troubles().isEmpty(), said(sight));
    assertEquals(1, sight.notices().size(), said(sight));
  }

  @Test
  void whatIsOverOrForgottenIsAskedForAnew() throws Exception {
    open();
    router.forget();
    isInTrouble("it has no longer 443/tcp");
    router = new FakeProtocol(Method.PCP);
    ledger.write(List.of());
    open();
    given(State.GIVEN, Duration.ofHours(2), Duration.ofHours(-1));
    isInTrouble("the time of 443/tcp is over");
    given(State.ASKED, Duration.ofMinutes(1), Duration.ofMinutes(9));
    isInTrouble("didn't say until when");
    given(State.UNWANTED, Duration.ofMinutes(1), Duration.ofMinutes(9));
    isInTrouble("is not known");
  }

  @Test
  void anotherAddressOfTheHostIsSeen() throws Exception {
    open();
    router.move(FakeProtocol.GATEWAY, "192.168.77.20");
    isInTrouble("leads to 192.168.77.10");
  }

  @Test
  void whereTheLedgerIsLostTheDescriptionTells() throws Exception {
    open();
    ledger.write(List.of());
    assertEquals(WEB.owner(), sight(WANTED).there().get(0).mark());
    router.move(FakeProtocol.GATEWAY, "192.168.77.20");
    assertEquals(List.of(), sight(WANTED).there(), "of another host with such a policy");
  }

  @Test
  void othersAreInTheWay() throws Exception {
    router.give(443, FakeProtocol.OTHER, "theirs");
    Sight sight = sight(WANTED);
    assertTrue(sight.isObstructed(), said(sight));
    assertTrue(said(sight).contains("192.168.77.11:443 (theirs)"), said(sight));
    router.forget();
    open();
    router.forget();
    router.give(443, FakeProtocol.OTHER, "theirs");
    assertTrue(sight(WANTED).isObstructed(), "it took the place of what was given");
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void otherPoliciesOfThisHostAreInTheWay(Method method) throws Exception {
    router = new FakeProtocol(method);
    new Forwarder(router.routers(), ledger)
        .open(
            new Forward(new Mark("shop", "tls"), Family.IPV4, Protocol.TCP, 443, 443, WEB.lease()));
    Sight sight = sight(WANTED);
    assertTrue(sight.isObstructed(), said(sight));
    assertTrue(said(sight).contains("this host, for the rule shop/tls"), said(sight));
  }

  @Test
  void aRouterThatIsDownIsInNobodysWay() throws Exception {
    open();
    router.power(false);
    Sight kept = sight(WANTED);
    assertEquals(List.of(WEB.entry()), kept.there());
    assertFalse(kept.isObstructed() || !kept.troubles().isEmpty(), said(kept));
    assertTrue(said(kept).contains("can't be asked any more"), said(kept));
    Sight removed = sight(NOTHING);
    assertEquals(List.of(), removed.there());
    assertFalse(removed.isObstructed(), said(removed));
    ledger.write(List.of());
    assertTrue(sight(WANTED).isObstructed());
  }

  @Test
  void whereItFallsSilentWhatIsWrittenDownCounts() throws Exception {
    open();
    router.silentFrom(1, false);
    Sight sight = sight(WANTED);
    assertEquals(List.of(WEB.entry()), sight.there());
    assertFalse(sight.isObstructed(), said(sight));
    assertTrue(said(sight).contains("silent"), said(sight));
  }

  @Test
  void anotherNetworkHasNothingYet() throws Exception {
    open();
    router.move("10.0.0.1", "10.0.0.2");
    router.forget();
    Sight sight = sight(WANTED);
    assertEquals(List.of(), sight.there());
    assertFalse(sight.isObstructed(), said(sight));
  }
}
