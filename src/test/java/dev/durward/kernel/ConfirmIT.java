package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.journal.Waiting;
import dev.durward.journal.WatchShell;
import dev.durward.model.Family;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that are taken back unless somebody confirms them, on a real host. */
class ConfirmIT {
  private static final String RULES = "version: 1\npolicy: web\nrules: [{name: web, ports: 443}]\n";
  private static final String OTHER = "version: 1\npolicy: b\nrules: [{name: b, ports: 8443}]\n";

  /** Its probes pass in the end, but only after all of their time. */
  private static final String SLOW =
      "version: 1\npolicy: web\nrules:\n- {name: shut, action: block, ports: 8443}\n";

  private static final int ROUNDS = 12;

  @TempDir private Path folder;
  private String variant = "nft";
  private Lab lab;
  private Path rules;

  @BeforeEach
  void makeHost() throws Exception {
    lab = Lab.create(variant);
    lab.loadRejecting();
    rules = Files.writeString(folder.resolve("web.yaml"), RULES);
  }

  @AfterEach
  void removeHost() throws Exception {
    watchdogs().awaitNone();
    lab.close();
  }

  private Run run(String... arguments) throws Exception {
    Run.Setting setting =
        new Run.Setting()
            .runner(new ProcessRunner())
            .variant("-" + variant)
            .runtime(folder.resolve("runtime"));
    return lab.host(() -> setting.run(arguments));
  }

  private Run apply(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("apply", "--yes", rules.toString()));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private static void assertCode(int code, Run run) {
    assertEquals(code, run.code(), run.out() + run.err());
  }

  private List<List<String>> saved() throws Exception {
    return List.of(lab.saved(Family.IPV4), lab.saved(Family.IPV6));
  }

  private void awaitSaved(List<List<String>> wanted) throws Exception {
    long deadline = System.nanoTime() + Watchdogs.PATIENCE_NANOS;
    while (!saved().equals(wanted)) {
      assertTrue(System.nanoTime() < deadline, "the host is not taken back: " + saved());
    }
  }

  private Watchdogs watchdogs() {
    return new Watchdogs(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatNobodyConfirmsIsTakenBack(String chosen) throws Exception {
    lab.close();
    variant = chosen;
    makeHost();
    List<List<String>> before = saved();
    Run applied = apply("--confirm=1s");
    assertCode(0, applied);
    assertTrue(applied.out().contains("durward confirm"), applied.out());
    awaitSaved(before);
    watchdogs().awaitNone();
    assertTrue(run("status").err().contains("was not confirmed in time: it is taken back"));
    assertCode(6, run("confirm"));
    Run history = run("history");
    assertTrue(history.out().contains("taken back"), history.out());
    assertTrue(history.out().contains("was not confirmed in time"), history.out());
    assertCode(6, run("confirm"));
  }

  @Test
  void whatIsConfirmedStands() throws Exception {
    List<List<String>> before = saved();
    assertCode(0, apply("--confirm", "1h"));
    List<List<String>> after = saved();
    assertFalse(after.equals(before));
    Run status = run("status");
    assertTrue(status.err().contains("waits to be confirmed"), status.err());
    Run confirmed = run("confirm");
    assertCode(0, confirmed);
    watchdogs().awaitNone();
    assertEquals(after, saved());
    assertCode(6, run("confirm"));
    Run history = run("history", "--output=json");
    assertTrue(history.out().contains("confirmed by tester"), history.out());
    assertTrue(history.out().contains("\"applied\""), history.out());
  }

  @Test
  void nobodyElseChangesTheHostMeanwhile() throws Exception {
    List<List<String>> before = saved();
    Path other = Files.writeString(folder.resolve("other.yaml"), OTHER);
    assertCode(0, apply("--confirm", "1h"));
    List<List<String>> after = saved();
    for (String[] words :
        List.of(
            new String[] {"apply", "--yes", other.toString()},
            new String[] {"remove", "--yes", "--policy", "web"},
            new String[] {"rollback", "--yes"})) {
      Run refused = run(words);
      assertCode(6, refused);
      assertTrue(refused.err().contains("waits to be confirmed until"), refused.err());
      assertTrue(refused.err().contains("durward confirm"), refused.err());
    }
    assertEquals(after, saved());
    assertCode(0, run("confirm", "--take-back"));
    assertEquals(before, saved());
    assertCode(0, run("apply", "--yes", other.toString()));
  }

  @Test
  void aWatchdogOfAnEarlierBootIsNotWaitedFor() throws Exception {
    List<List<String>> before = saved();
    assertCode(0, apply("--confirm", "1h"));
    for (ProcessHandle watchdog : watchdogs().alive()) {
      List<ProcessHandle> sleeping = watchdog.children().toList();
      watchdog.destroyForcibly();
      sleeping.forEach(ProcessHandle::destroyForcibly);
    }
    watchdogs().awaitNone();
    Journal journal = new Journal(folder.resolve("runtime/state"), new LocalDisk());
    Waiting now = journal.confirmation(1).waiting().orElseThrow();
    assertCode(6, run("remove", "--yes", "--policy", "none"));
    journal
        .confirmation(1)
        .begin(
            WatchShell.POSIX,
            new Waiting(now.seconds(), "another boot", now.until(), now.ends()),
            "");
    Run next = run("remove", "--yes", "--policy", "none");
    assertCode(0, next);
    assertTrue(next.err().contains("was not confirmed in time"), next.err());
    assertEquals(before, saved());
  }

  /** As if it had died between the families. */
  @Test
  void whatIsThereByHalfIsNotConfirmed() throws Exception {
    List<List<String>> before = saved();
    assertCode(0, apply("--confirm", "1h"));
    lab.onHost("/usr/sbin/ip6tables-nft", "-F", "DURWARD-IN-ALLOW");
    Run refused = run("confirm");
    assertCode(6, refused);
    assertTrue(refused.err().contains("is not on the host as it was to be"), refused.err());
    assertTrue(run("status").err().contains("waits to be confirmed"), "it still does");
    assertCode(0, run("confirm", "--take-back"));
    assertEquals(before, saved());
  }

  @Test
  void probesConfirm() throws Exception {
    lab.listen(443);
    Run proved = apply("--verify", "--confirm=60s", "--confirm-by-probe", "--output=json");
    assertCode(0, proved);
    assertTrue(proved.out().contains("\"result\": \"applied\""), proved.out());
    assertCode(6, run("confirm"));
  }

  @Test
  void probesThatFailTakeItBackAtOnce() throws Exception {
    List<List<String>> before = saved();
    for (Family family : Family.values()) {
      String jump = "-p tcp --dport 443 -j DROP";
      lab.onHost(
          ("/usr/sbin/"
                  + (family == Family.IPV4 ? "iptables" : "ip6tables")
                  + "-nft -I INPUT "
                  + jump)
              .split(" "));
    }
    List<List<String>> shut = saved();
    assertFalse(shut.equals(before));
    assertCode(6, apply("--verify", "--listen", "--confirm=1h", "--confirm-by-probe"));
    assertEquals(shut, saved());
    assertCode(6, run("confirm"));
  }

  @Test
  void wrongTimesAreRefused() throws Exception {
    for (String time : List.of("0", "-1", "60x", "25h", "", "1 s", "99999h")) {
      Run refused = apply("--confirm=" + time);
      assertCode(64, refused);
      assertTrue(refused.err().contains("--confirm is a time like 60s"), refused.err());
    }
    assertCode(64, apply("--confirm=60s", "--confirm-by-probe"));
    Run kept = apply("--confirm=60s", "--persist=none");
    assertCode(64, kept);
    assertTrue(kept.err().contains("say --persist to durward confirm"), kept.err());
  }

  /** The JVM, the shell that it runs in and the terminal of both end with SIGKILL. */
  @Test
  void itOutlivesWhoeverAskedForIt() throws Exception {
    List<List<String>> before = saved();
    Path slow = Files.writeString(folder.resolve("slow.yaml"), SLOW);
    String line =
        String.join(" ", Program.LAUNCHER)
            + " apply --yes --confirm=8s --verify --timeout=99 "
            + slow;
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/script", "-qfec", "sh -c '" + line + "; true'", "/dev/null");
    builder.environment().put("DURWARD_RUNTIME_DIR", folder.resolve("runtime").toString());
    builder.environment().put("DURWARD_STATE_DIR", folder.resolve("runtime/state").toString());
    Process terminal = lab.host(builder::start);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(terminal.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> said = new ArrayList<>();
      Optional<String> next = Optional.ofNullable(out.readLine());
      while (next.isPresent() && !next.get().startsWith("Applied, and read again")) {
        said.add(next.get());
        next = Optional.ofNullable(out.readLine());
      }
      assertTrue(next.isPresent(), "it ended before it probed: " + said);
      terminal.descendants().forEach(ProcessHandle::destroyForcibly);
    } finally {
      terminal.destroyForcibly();
    }
    assertTrue(saved().toString().contains("durward:web/shut"), "applied, and nobody is left");
    awaitSaved(before);
  }

  /** Whoever comes first has decided, and both know. */
  @Test
  void aConfirmationAtTheLastMoment() throws Exception {
    List<List<String>> before = saved();
    int confirmed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      assertCode(0, apply("--confirm=1s"));
      List<List<String>> after = saved();
      long asked = System.nanoTime() + 700_000_000L + round * 25_000_000L;
      while (System.nanoTime() < asked) {
        Thread.onSpinWait();
      }
      Run answer = run("confirm");
      watchdogs().awaitNone();
      if (answer.code() == 0) {
        confirmed++;
        assertEquals(after, saved());
        assertCode(0, run("remove", "--yes", "--policy", "web"));
        awaitSaved(before);
      } else {
        assertCode(6, answer);
        assertEquals(before, saved());
      }
    }
    System.out.println(
        "confirmations at the last moment: " + confirmed + " of " + ROUNDS + " in time");
  }
}
