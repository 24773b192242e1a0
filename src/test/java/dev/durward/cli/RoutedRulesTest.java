package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.router.FakeProtocol;
import dev.durward.router.Grant;
import dev.durward.router.Method;
import dev.durward.windows.WindowsMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules with {@code router:} on a host whose router comes, goes, forgets and falls silent. */
class RoutedRulesTest {
  private static final String WEB = "- {name: https, ports: 443, router: {lease: 1h}}\n";
  private static final String PLAIN = "- {name: ssh, ports: 22}\n";

  @TempDir private Path temp;
  private RoutedHost host =
      new RoutedHost(Path.of("/nonexistent"), new WindowsMachine(), new FakeProtocol(Method.PCP));

  private void begin(Method method) throws Exception {
    host = RoutedHost.create(temp, new FakeProtocol(method));
  }

  private String apply(String rules) throws Exception {
    String file = host.file("web", rules);
    String said = host.run(0, "apply", "--yes", file);
    host.run(0, "plan", "--exit-code", file);
    host.run(0, "status", "--exit-code", file);
    return said;
  }

  private List<String> ports() {
    return host.router().texts().stream()
        .filter(text -> !text.startsWith("9000/"))
        .map(text -> text.replaceAll(" for .*", ""))
        .toList();
  }

  private static String at(int port) {
    return port + "/tcp to 192.168.77.10:" + port;
  }

  /** Law 1, whatever changes about a rule, and however short the router's leases are. */
  @ParameterizedTest
  @EnumSource(Method.class)
  void aPlanAfterAnApplyIsEmpty(Method method) throws Exception {
    begin(method);
    List<List<String>> before = host.whole();
    host.router().cap(Duration.ofMinutes(10));
    apply(WEB);
    assertEquals(List.of(at(443)), ports());
    apply(WEB.replace("https", "tls"));
    assertEquals("tls", host.grants().get(0).forward().owner().rule());
    apply(WEB.replace("443", "8443"));
    assertEquals(List.of(at(8443)), ports());
    apply(WEB.replace("1h", "2h"));
    apply(WEB.replace("443", "8443").replace("{lease: 1h}", "{external-port: 443}"));
    assertEquals(List.of("443/tcp to 192.168.77.10:8443"), ports());
    host.router().forget();
    if (method == Method.UPNP) {
      host.run(2, "status", "--exit-code", host.file("web", WEB));
    }
    apply(WEB + PLAIN);
    assertEquals(List.of(at(443)), ports());
    host.router().give(9000, FakeProtocol.OTHER, "others");
    host.run(0, "remove", "--yes", "--policy", "web");
    assertEquals(before, host.whole());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void isRenewedByAnApplyWhenHalfOfItsTimeIsOver(Method method) throws Exception {
    begin(method);
    apply(WEB);
    host.age(Duration.ofMinutes(40));
    String file = host.file("web", WEB);
    String planned = host.run(2, "plan", "--exit-code", "--script", file);
    assertTrue(planned.contains("router open 443/tcp"), planned);
    String told = host.run(2, "plan", "--exit-code", file);
    assertTrue(told.contains("router: ask for it anew (more than half of the time"), told);
    apply(WEB);
    host.age(Duration.ofMinutes(61));
    assertEquals(List.of(), ports());
    apply(WEB);
    assertEquals(List.of(at(443)), ports());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void whenTheLedgerIsLostItIsFoundOrAskedForAnew(Method method) throws Exception {
    begin(method);
    apply(WEB);
    Files.delete(host.ledgerFile());
    if (method == Method.PCP) {
      // The nonce was in it: the router takes this for another's until that ends.
      host.run(6, "apply", "--yes", host.file("web", WEB));
      host.router().age(Duration.ofHours(1));
    }
    apply(WEB);
    assertEquals(List.of(at(443)), ports());
    assertEquals(1, host.grants().size());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void anExpiredRuleIsClosed(Method method) throws Exception {
    begin(method);
    String rules = WEB.replace("router", "expires: 2026-06-02, router");
    apply(rules);
    assertEquals(List.of(at(443)), ports());
    String file = host.file("web", rules);
    host.run(0, RoutedHost.TODAY.plusDays(2), "apply", "--yes", file);
    assertEquals(List.of(), ports());
    assertEquals(List.of(), host.grants());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void twoPoliciesThatWantOnePortAreRefusedBeforeAnythingChanges(Method method) throws Exception {
    begin(method);
    apply(WEB);
    List<List<String>> before = host.whole();
    String other = host.file("shop", "- {name: tls, ports: 443, router: {}}\n");
    String said = host.run(5, "apply", "--yes", other);
    assertTrue(said.contains("leads to this host, for the rule web/https"), said);
    assertTrue(said.contains("shop.yaml:"), said);
    assertEquals(before, host.whole());
    String both = host.run(5, "plan", host.file("web", WEB), other);
    assertTrue(both.contains("443/tcp is wanted by the rule web/https too"), both);
    assertEquals(before, host.whole());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void anotherAddressOfThisHostIsFollowed(Method method) throws Exception {
    begin(method);
    apply(WEB);
    host.router().move(FakeProtocol.GATEWAY, "192.168.77.20");
    if (method != Method.UPNP) {
      // They take it for another host's, which keeps it until it ends.
      host.run(6, "apply", "--yes", host.file("web", WEB));
      host.router().age(Duration.ofHours(1));
    }
    apply(WEB);
    assertEquals(List.of("443/tcp to 192.168.77.20:443"), ports());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void inAnotherNetworkItIsAskedForThere(Method method) throws Exception {
    begin(method);
    apply(WEB);
    host.router().move("10.0.0.1", "10.0.0.2");
    host.router().forget();
    apply(WEB);
    assertEquals(List.of("443/tcp to 10.0.0.2:443"), ports());
    host.run(0, "remove", "--yes", "--policy", "web");
    assertEquals(List.of(), ports());
    assertEquals(List.of(Grant.State.UNWANTED), host.grants().stream().map(Grant::state).toList());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void whatIsRemovedWhileTheRouterIsDownDoesNotComeBack(Method method) throws Exception {
    begin(method);
    List<String> before = host.windows().texts();
    apply(WEB);
    host.router().power(false);
    String said = host.run(0, "remove", "--yes", "--policy", "web");
    assertTrue(said.contains("can't be asked any more"), said);
    assertEquals(before, host.windows().texts());
    assertEquals(1, host.grants().size());
    host.run(6, "router", "renew");
    host.router().power(true);
    String state = host.run(0, "router", "status");
    assertTrue(state.contains(", to be given back"), state);
    String renewed = host.run(0, "router", "renew");
    assertTrue(renewed.contains("443/tcp: closed"), renewed);
    assertEquals(List.of(), ports());
    assertEquals(List.of(), host.grants());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void whatIsRemovedWhileTheRouterIsDownIsTakenAwayByTheNextChange(Method method) throws Exception {
    begin(method);
    apply(WEB);
    host.router().power(false);
    host.run(0, "remove", "--yes", "--policy", "web");
    host.run(0, "apply", "--yes", host.file("other", PLAIN));
    host.router().power(true);
    String said = host.run(0, "remove", "--yes", "--policy", "other");
    assertTrue(said.contains("443/tcp, which was left open by an earlier command: closed"), said);
    assertEquals(List.of(), ports());
    assertEquals(List.of(), host.grants());
    apply(WEB);
    host.router().power(false);
    host.run(0, "remove", "--yes", "--policy", "web");
    host.age(Duration.ofHours(2));
    host.run(0, "remove", "--yes", "--policy", "other");
    assertEquals(List.of(), host.grants(), "its time is over");
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void otherRulesAreChangedWhileTheRouterIsDown(Method method) throws Exception {
    begin(method);
    apply(WEB);
    host.router().power(false);
    List<String> before = host.windows().texts();
    apply(WEB + PLAIN);
    assertNotEquals(before, host.windows().texts());
    host.router().power(true);
    apply(WEB);
    assertEquals(List.of(at(443)), ports());
    assertEquals(before, host.windows().texts());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void policiesThatHaveNothingToDoWithItAskNobody(Method method) throws Exception {
    begin(method);
    apply(WEB);
    host.router().questions().clear();
    String other = host.file("other", PLAIN);
    host.run(0, "plan", other);
    host.run(0, "apply", "--yes", other);
    host.run(0, "status", other);
    host.run(0, "rollback", "--yes");
    host.run(0, "remove", "--yes", "--policy", "other");
    assertEquals(List.of(), host.router().questions());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void aChangeOfTheRouterAloneHasItsHistory(Method method) throws Exception {
    begin(method);
    apply("- {name: https, ports: 443}\n");
    List<List<String>> closed = host.whole();
    String said = apply(WEB);
    assertFalse(said.contains("Nothing to do"), said);
    List<List<String>> open = host.whole();
    assertEquals(closed.get(0), open.get(0));
    String second = host.run(0, "history", "2");
    assertTrue(second.contains("forward ipv4 tcp 443 to 443 for 3600 s"), second);
    host.run(0, "rollback", "--yes");
    assertEquals(closed, host.whole());
    host.run(0, "rollback", "--yes", "2");
    assertEquals(open, host.whole());
  }
}
