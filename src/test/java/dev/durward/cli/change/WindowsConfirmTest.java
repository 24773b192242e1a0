package dev.durward.cli.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Death;
import dev.durward.apply.Mishap.Kind;
import dev.durward.cli.Run;
import dev.durward.cli.host.WindowsHost;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.platform.netsh.translation.Variables;
import dev.durward.probe.ListenerTable;
import dev.durward.windows.WindowsMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a Windows that are taken back unless somebody confirms them, on its models. */
class WindowsConfirmTest {
  private static final String FOREIGN =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Remote Desktop|";
  private static final String RULES =
      """
      version: 1
      policy: web
      defaults: {inbound: block}
      rules:
        - {name: Tür 防火墙, ports: [443, 8443]}
        - {name: desk, ports: 3389, action: block, remote: 192.0.2.0/24}
      """;

  @TempDir private Path folder;
  private final WindowsMachine windows = new WindowsMachine();
  private Path rules;
  private List<String> untouched = List.of();

  @BeforeEach
  void makeHost() throws Exception {
    windows.put("{1}", FOREIGN);
    windows.set("PublicProfile", "DefaultInboundAction", 0);
    untouched = windows.texts();
    rules = Files.writeString(folder.resolve("web.yaml"), RULES);
  }

  private Run run(CommandRunner runner, String... words) {
    return new Run.Setting()
        .host(
            new WindowsHost(
                runner,
                windows.registry(),
                () -> true,
                () -> new ListenerTable(Optional.of(Set.of()), listener -> Optional.empty()),
                Variables.USUAL,
                List::of,
                Run.NO_ROUTERS,
                folder.resolve("run"),
                new Journal(state(), new LocalDisk()),
                "tester",
                LocalDate.of(2026, 6, 1)))
        .run(words);
  }

  private Path state() {
    return folder.resolve("state of Müller & co");
  }

  private Run run(int code, String... words) {
    Run run = run(windows, words);
    assertEquals(code, run.code(), run.out() + run.err());
    return run;
  }

  private Run apply(int code, String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "--yes", rules.toString()));
    words.addAll(List.of(more));
    return run(code, words.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(state())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatNobodyConfirmsIsTakenBack() throws Exception {
    List<String> before = windows.texts();
    Run applied = apply(0, "--confirm=60s");
    assertTrue(applied.out().contains("Unless you run durward confirm"), applied.out());
    assertNotEquals(before, windows.texts());
    assertEquals(Set.of("Durward confirm 1"), windows.tasks());
    Run status = run(0, "status");
    assertTrue(status.err().contains("waits to be confirmed until"), status.err());
    windows.timeIsUp();
    assertEquals(before, windows.texts());
    assertEquals(Set.of(), windows.tasks());
    Run late = run(6, "confirm");
    assertTrue(late.err().contains("was not confirmed in time"), late.err());
    assertEquals(before, windows.texts());
    assertEquals(List.of("1.begun.json", "1.ended.json"), files());
    assertTrue(run(0, "history").out().contains("taken back"));
  }

  @Test
  void whatIsConfirmedStands() throws Exception {
    apply(0, "--confirm=60s");
    List<String> after = windows.texts();
    Run confirmed = run(0, "confirm");
    assertTrue(confirmed.out().contains("Apply 1 is confirmed"), confirmed.out());
    assertEquals(Set.of(), windows.tasks());
    windows.timeIsUp();
    assertEquals(after, windows.texts());
    assertEquals(List.of("1.begun.json", "1.ended.json"), files());
    run(6, "confirm");
  }

  @Test
  void nobodyElseChangesTheHostMeanwhile() {
    List<String> before = windows.texts();
    apply(0, "--confirm=1h");
    Run refused = run(6, "remove", "--yes", "--policy", "web");
    assertTrue(refused.err().contains("waits to be confirmed until"), refused.err());
    run(0, "confirm", "--take-back");
    assertEquals(before, windows.texts());
    assertEquals(Set.of(), windows.tasks());
  }

  @Test
  void removeAndRollbackAreTakenBackToo() throws Exception {
    apply(0);
    List<String> applied = windows.texts();
    for (List<String> words :
        List.of(List.of("remove", "--yes", "--policy", "web"), List.of("rollback", "--yes"))) {
      List<String> line = new ArrayList<>(words);
      line.add("--confirm=60s");
      run(0, line.toArray(String[]::new));
      assertEquals(untouched, windows.texts());
      windows.timeIsUp();
      assertEquals(applied, windows.texts());
      run(6, "confirm");
      assertEquals(applied, windows.texts());
    }
  }

  /** A start of the machine ends the wait, and begins it anew. */
  @Test
  void aRebootDoesNotMakeItStand() throws Exception {
    List<String> before = windows.texts();
    apply(0, "--confirm=60s");
    windows.reboot();
    windows.timeIsUp();
    assertEquals(before, windows.texts());
  }

  /** Killed wherever it may be, Durward needs not be run again for the host to go back. */
  @Test
  void itOutlivesWhoeverAskedForIt() throws Exception {
    run(0, "apply", "--yes", rules.toString());
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"),
            RULES.replace("443, 8443", "444").replace("name: desk", "name: table"));
    List<String> before = windows.texts();
    int deaths = 0;
    boolean isReached = true;
    for (int at = 1; isReached; at++) {
      Mishap mishap = Mishap.of(Kind.DIES_AFTER, at);
      CommandRunner dying = mishap.over(windows);
      try {
        Run run = run(dying, "apply", "--yes", "--confirm=60s", other.toString());
        assertEquals(0, run.code(), run.err());
        isReached = false;
      } catch (Death e) {
        deaths++;
      }
      windows.timeIsUp();
      assertEquals(before, windows.texts(), mishap.what());
      run(windows, "confirm", "--take-back");
      assertEquals(before, windows.texts(), mishap.what());
      assertEquals(Set.of(), windows.tasks(), mishap.what());
    }
    assertTrue(deaths >= 4, "deaths: " + deaths);
  }

  /** Says no to one command of schtasks. */
  private CommandRunner refusing(String verb) {
    return new CommandRunner() {
      @Override
      public CommandResult run(Command command) throws IOException {
        return command.arguments().contains(verb)
            ? new CommandResult(1, new byte[0], "FEHLER: Zugriff verweigert", false)
            : windows.run(command);
      }
    };
  }

  @Test
  void withoutATaskNothingIsChanged() {
    for (String verb : List.of("/create", "/run")) {
      Run refused = run(refusing(verb), "apply", "--yes", "--confirm=60s", rules.toString());
      assertEquals(6, refused.code(), refused.out());
      assertTrue(
          refused.err().contains("no scheduled task could be started: C:\\Windows\\System32\\"),
          refused.err());
      assertTrue(refused.err().contains("Zugriff verweigert"), refused.err());
      assertEquals(untouched, windows.texts());
      assertEquals(Set.of(), windows.tasks());
      run(6, "confirm");
    }
  }

  @Test
  void whatNoScriptCanPutBackIsNotBegun() {
    String changed =
        "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=1|Name=desk [durward:web]";
    windows.put("{2}", changed + "|Desc=\"mine\"|");
    List<String> before = windows.texts();
    Run refused = apply(6, "--confirm=60s");
    assertTrue(refused.err().contains("no script can put back the rule \"desk"), refused.err());
    assertEquals(before, windows.texts());
    apply(0);
  }

  /** What was read again after the change is what Windows loads at boot: the registry. */
  @Test
  void sayOnWhatGroundTheRulesOutlastABoot() throws Exception {
    Run applied = apply(0);
    String ground = "Windows puts all in place that stands in its registry";
    assertTrue(flat(applied).contains("With the next boot: " + ground), applied.out());
    Run status = run(0, "status", "--output=json", rules.toString());
    assertTrue(status.out().contains("\"by\": \"Windows\""), status.out());
    assertTrue(status.out().contains(ground), status.out());
    assertTrue(flat(run(0, "status")).contains(ground));
    Run doctor = run(windows, "doctor");
    assertTrue(
        flat(doctor).contains("were read from the registry, from which Windows takes them at boot"),
        doctor.out());
    windows.set("PublicProfile", "DefaultInboundAction", 0);
    Run loosened = run(2, "status", "--exit-code", rules.toString());
    assertTrue(flat(loosened).contains("inbound: block"), loosened.out());
  }

  private static String flat(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }
}
