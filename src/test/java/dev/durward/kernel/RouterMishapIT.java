package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Death;
import dev.durward.apply.Mishap.Kind;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.Journal;
import dev.durward.journal.LedgerFile;
import dev.durward.journal.LocalDisk;
import dev.durward.router.FakeProtocol;
import dev.durward.router.Grant.State;
import dev.durward.router.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Law 9 where a change is one of real rules and of a router: each change of rules, files and ports
 * of the router fails in turn, or is the last; one of both with each way of asking. {@link
 * MishapIT} has the same of rules alone.
 */
class RouterMishapIT {
  private static final String FIRST = "- {name: web, ports: 80}\n";
  private static final String SECOND =
      "- {name: web, ports: [80, 443], router: {}}\n- {name: smtp, ports: 25, action: block}\n";
  private static final String OTHERS = "9000/tcp to 192.168.77.11:9000 for others";

  @TempDir private Path folder;
  private FakeProtocol router = new FakeProtocol(Method.PCP);
  private Mishap mishap = Mishap.never();
  private int points;
  private int deaths;
  private int made;

  private String file(String name, String rules) throws IOException {
    String text = "version: 1\npolicy: web\nrules:\n" + rules;
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"UPNP", "PCP"})
  void hostAndRouterAreAsBeforeOrAsWanted(Method method) throws Exception {
    router = new FakeProtocol(method);
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      Path runtime = folder.resolve("run");
      Stage.set(lab, "nft", runtime, "apply", file("first.yaml", FIRST), "--yes");
      Stage stage =
          Stage.set(
              lab,
              "nft",
              runtime,
              setting -> setting.routers(router.routers(asked -> mishap.over(asked))),
              "apply",
              file("second.yaml", SECOND),
              "--yes");
      Mishap none = Mishap.never();
      run(stage, none);
      List<String> given = router.texts();
      assertEquals(3, given.size(), given.toString());
      boolean dies = method == Method.PCP;
      for (int at : none.changes()) {
        point(stage, Mishap.of(dies ? Kind.DIES_AFTER : Kind.FAILS, at), given);
      }
    }
    System.out.printf(
        "%s: %d points of mishap, %d of them deaths; %d times as wanted, else as before%n",
        method, points, deaths, made);
    assertTrue(points > 20 && made > 0, points + " " + made);
  }

  private Run run(Stage stage, Mishap chosen) throws Exception {
    router.forget();
    router.give(9000, FakeProtocol.OTHER, "others");
    stage.reset();
    mishap = chosen;
    return stage.run(chosen.over(new ProcessRunner()), chosen.over(new LocalDisk()));
  }

  private void point(Stage stage, Mishap chosen, List<String> given) throws Exception {
    points++;
    try {
      Run run = run(stage, chosen);
      mishap = Mishap.never();
      stage.isAsSaid(run, chosen.what());
    } catch (Death e) {
      deaths++;
    } catch (IllegalStateException e) {
      assertTrue(e.getCause() instanceof Death, e.toString());
      deaths++;
    }
    mishap = Mishap.never();
    boolean isMade = stage.isMendedByTheNext(chosen.what());
    made += isMade ? 1 : 0;
    assertEquals(isMade ? given : List.of(OTHERS), router.texts(), chosen.what());
    Journal journal = new Journal(folder.resolve("run/state"), new LocalDisk());
    List<State> states =
        new LedgerFile(journal).grants().stream().map(each -> each.state()).toList();
    assertEquals(isMade ? List.of(State.GIVEN, State.GIVEN) : List.of(), states, chosen.what());
  }
}
