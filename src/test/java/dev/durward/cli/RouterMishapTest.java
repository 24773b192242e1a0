package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Death;
import dev.durward.apply.Mishap.Kind;
import dev.durward.router.FakeProtocol;
import dev.durward.router.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Law 9 for a host and its router together: every command, every file operation and every question
 * to the router of a change fails in turn, in each way in which it can, or is the last thing that
 * the process does; or the router answers to nothing from there on.
 */
class RouterMishapTest {
  private static final String FIRST =
      """
      - {name: web, ports: 443, router: {lease: 1h}}
      - {name: game, ports: 27015, protocol: udp, router: {}}
      """;

  /** A port moves, one goes, one comes, one is for longer. */
  private static final String SECOND =
      """
      - {name: web, ports: 443, router: {lease: 2h}}
      - {name: game, ports: 27016, protocol: udp, router: {}}
      - {name: mail, ports: 25, router: {external-port: 2525}}
      """;

  @TempDir private Path temp;
  private final Map<Kind, Integer> points = new EnumMap<>(Kind.class);
  private int silences;
  private int deaths;
  private int made;

  /** A change that is made again and again, of a host of its own each time. */
  private final class Scene {
    private final Method method;
    private final String before;
    private final String[] words;
    private final String after;
    private int number;

    /**
     * @param before the rules that the host begins with; empty for none
     * @param after those that the command makes it have; empty to remove all
     */
    Scene(Method method, String before, String after) {
      this.method = method;
      this.before = before;
      this.words =
          after.isEmpty()
              ? new String[] {"remove", "--yes", "--policy", "web"}
              : new String[] {"apply", "--yes", "RULES"};
      this.after = after;
    }

    RoutedHost begin() throws Exception {
      Path folder =
          Files.createDirectories(
              temp.resolve(method + "" + before.length() + after.length() + "." + number));
      number++;
      RoutedHost host = RoutedHost.create(folder, new FakeProtocol(method));
      if (!before.isEmpty()) {
        host.run(0, "apply", "--yes", host.file("web", before));
      }
      return host;
    }

    Run run(RoutedHost host, Mishap mishap) throws Exception {
      String[] line = words.clone();
      if (!after.isEmpty()) {
        line[2] = host.file("web", after);
      }
      return host.run(mishap, line);
    }

    @Override
    public String toString() {
      return method + " " + String.join(" ", words);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"UPNP", "PCP"})
  void hostAndRouterAreAsBeforeOrAsWanted(Method method) throws Exception {
    for (Scene scene :
        List.of(
            new Scene(method, "", FIRST),
            new Scene(method, FIRST, SECOND),
            new Scene(method, SECOND, ""))) {
      all(scene);
    }
    System.out.printf(
        "%s: %s points of mishap, %d silences, %d deaths; %d times as wanted, else as before%n",
        method, points, silences, deaths, made);
    int all = points.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(all > 150 && silences > 20 && made > 30, all + " " + silences + " " + made);
  }

  private void all(Scene scene) throws Exception {
    RoutedHost host = scene.begin();
    List<List<String>> before = host.whole();
    Mishap never = Mishap.never();
    host.router().questions().clear();
    Run run = scene.run(host, never);
    assertEquals(0, run.code(), run.out() + run.err());
    List<List<String>> after = host.whole();
    assertFalse(after.equals(before), "it changes something");
    long questions = host.router().questions().stream().filter(q -> !q.equals("seek")).count();
    for (Kind kind : Kind.values()) {
      // What only looks can but fail, and of files it is all one why.
      List<Integer> numbers =
          switch (kind) {
            case FAILS -> never.all();
            case CANT_START -> never.orders();
            case DIES_BEFORE -> List.of(); // as after the one before
            case WORKS_AND_FAILS, DIES_AFTER -> never.changes();
          };
      for (int at : numbers) {
        point(scene, Mishap.of(kind, at), kind, before, after);
      }
    }
    for (int at : IntStream.rangeClosed(1, (int) questions).toArray()) {
      for (boolean works : new boolean[] {true, false}) {
        if (silence(scene, at, works, true, before, after)) {
          silence(scene, at, works, false, before, after);
        }
      }
    }
  }

  private void point(
      Scene scene, Mishap mishap, Kind kind, List<List<String>> before, List<List<String>> after)
      throws Exception {
    RoutedHost host = scene.begin();
    String said = "";
    boolean isDead = false;
    try {
      Run run = scene.run(host, mishap);
      said = run.code() + ": " + run.out() + run.err();
      asSaid(run.code(), host, before, after, scene + ", " + mishap.what() + "\n" + said);
    } catch (Death e) {
      isDead = true;
    } catch (IllegalStateException e) {
      assertTrue(e.getCause() instanceof Death, e.toString());
      isDead = true;
    }
    deaths += isDead ? 1 : 0;
    points.merge(kind, 1, Integer::sum);
    mended(host, before, after, scene + ", " + mishap.what() + "\n" + said);
  }

  /**
   * @param obeys whether the commands are run then that put it back; without, nothing is left that
   *     nobody wants, or that nobody knows
   * @return whether there were any
   */
  private boolean silence(
      Scene scene,
      int at,
      boolean works,
      boolean obeys,
      List<List<String>> before,
      List<List<String>> after)
      throws Exception {
    RoutedHost host = scene.begin();
    host.router().silentFrom(at, works);
    Run run = scene.run(host, Mishap.never());
    host.router().power(true);
    silences++;
    String what = scene + ", silent from " + at + ", " + works + "\n" + run.code() + run.err();
    assertEquals(run.code() == 0 ? after.get(0) : before.get(0), host.whole().get(0), what);
    boolean isHalf = run.code() == 7;
    if (isHalf && obeys) {
      for (String line : run.err().lines().filter(each -> each.contains(" router ")).toList()) {
        if (line.startsWith("/")) {
          host.run(0, line.substring(line.indexOf(' ') + 1).split(" "));
        }
      }
    } else if (isHalf) {
      host.run(0, "remove", "--yes", "--policy", "nobody");
      assertTrue(before.get(1).containsAll(host.whole().get(1)), what + host.whole());
      assertTrue(before.get(2).containsAll(host.whole().get(2)), what + host.whole());
      assertEquals(host.whole().get(1).size(), host.whole().get(2).size() + 1, what);
      return true;
    }
    mended(host, before, after, what);
    return isHalf;
  }

  private static void asSaid(
      int code, RoutedHost host, List<List<String>> before, List<List<String>> after, String what)
      throws Exception {
    switch (code) {
      case 0 -> assertEquals(after, host.whole(), what);
      case 1, 5, 6 -> assertEquals(before.get(0), host.whole().get(0), what);
      case 7 -> assertTrue(what.contains("put it back"), what);
      default -> throw new AssertionError(what);
    }
    if (code == 1) {
      throw new AssertionError(what);
    }
  }

  /** By the next command that changes anything, whatever it is about. */
  private void mended(
      RoutedHost host, List<List<String>> before, List<List<String>> after, String what)
      throws Exception {
    Run next = host.run(Mishap.never(), "remove", "--yes", "--policy", "nobody");
    String all = what + "\nthen " + next.code() + next.out() + next.err();
    assertEquals(0, next.code(), all);
    boolean isMade = host.whole().equals(after);
    if (!isMade) {
      assertEquals(before, host.whole(), all);
    }
    made += isMade ? 1 : 0;
  }
}
