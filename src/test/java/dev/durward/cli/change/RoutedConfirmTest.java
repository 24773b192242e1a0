package dev.durward.cli.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.RoutedHost;
import dev.durward.router.FakeProtocol;
import dev.durward.router.Grant.State;
import dev.durward.router.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits to be confirmed, and has to do with the router. */
class RoutedConfirmTest {
  private static final String WEB = "- {name: https, ports: 443, router: {lease: 1h}}\n";

  @TempDir private Path temp;
  private RoutedHost host;
  private List<List<String>> before = List.of();

  @BeforeEach
  void begin() throws Exception {
    host = RoutedHost.create(temp, new FakeProtocol(Method.PCP));
    host.run(0, "apply", "--yes", host.file("web", WEB.replace("443", "8443")));
    before = host.whole();
  }

  private void change() throws Exception {
    host.run(0, "apply", "--yes", "--confirm=60s", host.file("web", WEB));
  }

  @Test
  void whatIsConfirmedStays() throws Exception {
    change();
    List<List<String>> after = host.whole();
    assertNotEquals(before, after);
    host.run(0, "confirm");
    host.windows().timeIsUp();
    host.run(0, "remove", "--yes", "--policy", "nobody");
    assertEquals(after, host.whole());
  }

  @Test
  void whatNobodyConfirmsIsTakenAwayAtTheRouterByTheNextChange() throws Exception {
    change();
    List<String> given = host.router().texts();
    host.windows().timeIsUp();
    assertEquals(before.get(0), host.windows().texts());
    assertEquals(given, host.router().texts(), "nobody was there to ask it");
    String said = host.run(0, "remove", "--yes", "--policy", "nobody");
    assertTrue(said.contains("was not confirmed in time"), said);
    assertTrue(said.contains("has been taken away again"), said);
    assertEquals(before, host.whole());
  }

  @Test
  void takenBackAtOnceItIsBoth() throws Exception {
    change();
    host.run(0, "confirm", "--take-back");
    assertEquals(before, host.whole());
  }

  @Test
  void aRemovalIsTakenBackToo() throws Exception {
    host.run(0, "remove", "--yes", "--confirm=60s", "--policy", "web");
    assertNotEquals(before, host.whole());
    host.windows().timeIsUp();
    host.run(0, "remove", "--yes", "--policy", "nobody");
    assertEquals(before, host.whole());
  }

  @Test
  void whereTheRouterIsDownThenTheHostIsTakenBackAndTheRestIsNotForgotten() throws Exception {
    change();
    host.router().power(false);
    host.run(0, "confirm", "--take-back");
    assertEquals(before.get(0), host.windows().texts());
    assertTrue(host.grants().stream().anyMatch(grant -> grant.state() == State.UNWANTED));
    host.router().power(true);
    host.run(0, "remove", "--yes", "--policy", "nobody");
    assertEquals(List.of(before.get(1).get(1)), host.router().texts());
    assertEquals(List.of(), host.grants());
    host.run(0, "apply", "--yes", host.file("web", WEB.replace("443", "8443")));
    assertEquals(before, host.whole());
  }

  @Test
  void aChangeOfTheRouterAloneWaitsToo() throws Exception {
    String file = host.file("web", WEB.replace("443", "8443").replace("1h", "2h"));
    host.run(0, "apply", "--yes", "--confirm=60s", file);
    assertEquals(before.get(0), host.windows().texts());
    assertNotEquals(before, host.whole());
    host.windows().timeIsUp();
    host.run(0, "remove", "--yes", "--policy", "nobody");
    assertEquals(before, host.whole());
  }

  @Test
  void aRemovalWithTheRouterDownIsAbandonedOnlyWhenItIsConfirmed() throws Exception {
    host.router().power(false);
    host.run(0, "remove", "--yes", "--confirm=60s", "--policy", "web");
    assertEquals(State.GIVEN, host.grants().get(0).state());
    host.run(0, "confirm");
    assertEquals(State.UNWANTED, host.grants().get(0).state());
  }
}
