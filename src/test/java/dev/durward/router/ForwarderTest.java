package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.router.Grant.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a router, and what is written down of it. */
class ForwarderTest {
  private static final Forward WEB = forward("https", 443);
  private static final Forward MAIL = forward("mail", 25);

  private final MemoryLedger ledger = new MemoryLedger();
  private FakeProtocol router = new FakeProtocol(Method.PCP);

  private static Forward forward(String rule, int port) {
    return new Forward(
        new Mark("web", rule), Family.IPV4, Protocol.TCP, port, port, Duration.ofHours(1));
  }

  /** That of a new process. */
  private Forwarder forwarder() {
    return new Forwarder(router.routers(), ledger);
  }

  private static Desired wanted(Forward... forwards) {
    List<Realized> rules = new ArrayList<>();
    for (Forward forward : forwards) {
      rules.add(new Realized(forward.owner(), "", List.of(forward.entry()), ""));
    }
    return new Desired(Set.of("web"), rules, "");
  }

  private List<State> states() {
    return ledger.grants().stream().map(Grant::state).toList();
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void writesDownBeforeItAsks(Method method) throws Exception {
    router = new FakeProtocol(method);
    List<String> seen = new ArrayList<>();
    router.listen(
        question -> {
          if (question.contains("map ")) {
            seen.add(question + " " + states());
          }
        });
    assertInstanceOf(Outcome.Mapped.class, forwarder().open(WEB));
    assertEquals(List.of(State.GIVEN), states());
    assertInstanceOf(Outcome.AlreadyMine.class, forwarder().open(WEB));
    assertInstanceOf(Outcome.Removed.class, forwarder().close(WEB));
    assertEquals(
        List.of("map 443/tcp [ASKED]", "map 443/tcp [ASKED]", "unmap 443/tcp [ASKED]"), seen);
    assertEquals(List.of(), states());
    assertEquals(List.of(), router.texts());
  }

  @Test
  void whatCannotBeWrittenDownIsNotAskedFor() throws Exception {
    ledger.fill();
    assertThrows(FirewallException.class, () -> forwarder().open(WEB));
    assertEquals(List.of(), router.texts());
  }

  @Test
  void whatIsRefusedIsNotWrittenDown() throws Exception {
    router.refuse(443);
    assertInstanceOf(Outcome.Refused.class, forwarder().open(WEB));
    assertEquals(List.of(), states());
    router.allow();
    forwarder().open(WEB);
    router.refuse(443);
    assertInstanceOf(Outcome.Refused.class, forwarder().open(WEB));
    assertEquals(List.of(State.GIVEN), states());
  }

  /** The question for the mapping, or that for its removal as well, is not answered. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotAnsweredStaysWrittenDownUntilItIsKnown(boolean works) throws Exception {
    router.silentFrom(2, works);
    assertInstanceOf(Outcome.Untold.class, forwarder().open(WEB));
    assertEquals(List.of(State.ASKED), states());
    router.power(true);
    assertEquals(1, forwarder().settle().size());
    assertEquals(List.of(), states());
    assertEquals(List.of(), router.texts());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void othersKeepWhatTheyHave(Method method) throws Exception {
    router = new FakeProtocol(method);
    router.give(443, FakeProtocol.OTHER, "theirs");
    List<String> before = router.texts();
    Outcome outcome = forwarder().open(WEB);
    assertTrue(
        outcome instanceof Outcome.Conflict
            || outcome instanceof Outcome.Refused
            || outcome instanceof Outcome.OtherPort,
        outcome.toString());
    assertInstanceOf(Outcome.Removed.class, new Forwarder(router.routers(), ledger).close(MAIL));
    assertEquals(List.of(), states());
    assertEquals(before, router.texts());
  }

  @Test
  void anotherRuleOfThisHostKeepsItsPort() throws Exception {
    forwarder().open(WEB);
    Forward other = forward("other", 443);
    assertInstanceOf(Outcome.Conflict.class, forwarder().open(other));
    assertInstanceOf(Outcome.Conflict.class, forwarder().close(other));
    assertEquals(List.of("443/tcp to 192.168.77.10:443"), router.texts());
    assertEquals(List.of(WEB), ledger.grants().stream().map(Grant::forward).toList());
  }

  @Test
  void whereOthersHaveItMeanwhileItIsForgotten() throws Exception {
    router = new FakeProtocol(Method.UPNP);
    forwarder().open(WEB);
    router.forget();
    router.give(443, FakeProtocol.OTHER, "theirs");
    assertInstanceOf(Outcome.Removed.class, forwarder().close(WEB));
    assertEquals(List.of(), states());
    assertEquals(List.of("443/tcp to 192.168.77.11:443 for theirs"), router.texts());
  }

  @Test
  void aPrivateAddressOutsideIsNoUse() throws Exception {
    router.outside("100.64.1.1");
    assertThrows(FirewallException.class, () -> forwarder().open(WEB));
    assertEquals(List.of(), states());
    assertTrue(forwarder().obstacle(Family.IPV4).orElseThrow().why().contains("carrier-grade"));
  }

  @Test
  void aRouterThatDoesNotTellItsAddressIsAnObstacle() throws Exception {
    router.silentFrom(1, false);
    assertTrue(forwarder().obstacle(Family.IPV4).isPresent());
  }

  @Test
  void renewsAllThatRulesWantAndGivesBackTheRest() throws Exception {
    forwarder().open(WEB);
    forwarder().open(MAIL);
    router.power(false);
    forwarder().abandon(wanted(WEB));
    assertEquals(List.of(State.GIVEN, State.UNWANTED), states());
    assertTrue(
        forwarder().renew().stream().allMatch(each -> each.outcome() instanceof Outcome.Untold));
    router.power(true);
    router.forget();
    forwarder().renew();
    assertEquals(List.of("443/tcp to 192.168.77.10:443"), router.texts());
    assertEquals(List.of(State.GIVEN), states());
  }

  @Test
  void whatNoRuleWantsIsForgottenWhenItsTimeIsOver() throws Exception {
    forwarder().open(WEB);
    router.power(false);
    forwarder().abandon(wanted());
    assertEquals(1, forwarder().settle().size());
    assertEquals(List.of(State.UNWANTED), states());
    Grant given = ledger.grants().get(0);
    ledger.write(List.of(given.given("", Optional.of(given.since())).as(given.state())));
    forwarder().settle();
    assertEquals(List.of(), states());
    assertEquals(List.of(), forwarder().settle());
  }

  @Test
  void anAddressThatTheHostNoLongerHasIsLeft() throws Exception {
    for (Method method : List.of(Method.UPNP, Method.PCP)) {
      router = new FakeProtocol(method);
      ledger.write(List.of());
      forwarder().open(WEB);
      router.move(FakeProtocol.GATEWAY, "192.168.77.20");
      if (method == Method.PCP) {
        router.forget();
      }
      assertInstanceOf(Outcome.Mapped.class, forwarder().renew().get(0).outcome());
      assertTrue(router.texts().toString().contains("192.168.77.20:443"), method.toString());
      assertEquals("192.168.77.20", ledger.grants().get(0).internal().toString());
    }
  }

  @Test
  void anotherNetworkHasItsOwn() throws Exception {
    forwarder().open(WEB);
    router.move("10.0.0.1", "10.0.0.2");
    router.forget();
    assertInstanceOf(Outcome.Mapped.class, forwarder().open(WEB));
    assertEquals(2, ledger.grants().size());
    Grant old = ledger.grants().get(0);
    ledger.write(
        List.of(old.given("", Optional.of(old.since().minusSeconds(9))), ledger.grants().get(1)));
    forwarder().settle();
    assertEquals("10.0.0.1", ledger.grants().get(0).gateway().toString());
    assertEquals(1, ledger.grants().size());
  }

  @Test
  void whereAllIsWellNobodyIsAskedToSettle() throws Exception {
    forwarder().open(WEB);
    router.questions().clear();
    assertEquals(List.of(), forwarder().settle());
    forwarder().abandon(wanted(WEB));
    forwarder().retract(wanted(MAIL), wanted(WEB));
    assertEquals(List.of(), router.questions());
    assertEquals(List.of(State.GIVEN), states());
  }
}
