package dev.durward.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody sets the clock while a change waits to be confirmed. It is libfaketime that steps it,
 * for the JVM, the shell that watches and its sleep alike, which have no environment to be told in:
 * each run has a mount namespace to itself, in which a copy lies over {@code /etc} with what the
 * dynamic linker is to load before, and by how much the clock is wrong.
 */
class SteppedClockIT {
  private static final String PRIVATE =
      """
      mount -t tmpfs none /dev/shm
      mount -t overlay -o "lowerdir=$1/etc:/etc" none /etc
      shift
      exec "$@"
      """;

  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib64/faketime/libfaketimeMT.so.1",
          "/usr/lib/faketime/libfaketimeMT.so.1");

  private static final String RULES = "version: 1\npolicy: web\nrules: [{name: web, ports: 443}]\n";
  private static final Duration SLACK = Duration.ofHours(1);

  @TempDir private Path folder;
  private Lab lab;
  private List<List<String>> before = List.of();

  /** How a run ended, and what it said on both of its outputs. */
  private record Outcome(int code, String said) {}

  @BeforeEach
  void makeHost() throws Exception {
    List<String> there = LIBRARIES.stream().filter(file -> Files.exists(Path.of(file))).toList();
    Assumptions.assumeFalse(there.isEmpty(), "skipped: needs libfaketime (a package of that name)");
    lab = Lab.create("nft");
    lab.loadRejecting();
    Path more = Files.createDirectory(folder.resolve("etc"));
    Files.writeString(more.resolve("ld.so.preload"), there.get(0) + "\n");
    // What lies below an overlay must not change: a link leads out of it.
    Files.createSymbolicLink(more.resolve("faketimerc"), folder.resolve("clock"));
    Files.writeString(folder.resolve("web.yaml"), RULES);
    step("+0");
    before = saved();
  }

  @AfterEach
  void removeHost() throws Exception {
    try {
      watchdogs().awaitNone();
    } finally {
      lab.close();
    }
  }

  /** Sets the clock, for all that runs and will run. */
  private void step(String offset) throws IOException {
    Path next = Files.writeString(folder.resolve("clock.new"), offset + "\n");
    Files.move(next, folder.resolve("clock"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Outcome run(String... words) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-ec", PRIVATE, "sh"));
    line.add(folder.toString());
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Path output = folder.resolve("output");
    builder.redirectOutput(output.toFile());
    builder.environment().put("DURWARD_RUNTIME_DIR", folder.resolve("runtime").toString());
    builder.environment().put("DURWARD_STATE_DIR", folder.resolve("state").toString());
    builder.environment().put("FAKETIME_NO_CACHE", "1");
    // Nobody sets that one, in the JVM neither.
    builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    int code = lab.host(builder::start).waitFor();
    return new Outcome(code, Files.readString(output, UTF_8));
  }

  private Outcome durward(int code, String... words) throws Exception {
    List<String> line = new ArrayList<>(Program.LAUNCHER);
    line.addAll(List.of(words));
    Outcome outcome = run(line.toArray(String[]::new));
    assertEquals(code, outcome.code(), outcome.said());
    return outcome;
  }

  private Outcome apply(String time) throws Exception {
    return durward(0, "apply", "--yes", "--confirm=" + time, folder.resolve("web.yaml").toString());
  }

  private List<List<String>> saved() throws Exception {
    return List.of(lab.saved(Family.IPV4), lab.saved(Family.IPV6));
  }

  private Watchdogs watchdogs() {
    return new Watchdogs(folder);
  }

  private void awaitTakenBack() throws Exception {
    long deadline = System.nanoTime() + Watchdogs.PATIENCE_NANOS;
    while (!saved().equals(before)) {
      assertTrue(System.nanoTime() < deadline, "the host is not taken back: " + saved());
    }
  }

  /** That the clock is as wrong as it is to be, for those without an environment too. */
  private void isStepped(Duration by) throws Exception {
    Outcome date = run("/usr/bin/env", "-i", "/bin/date", "+%s");
    Instant there = Instant.ofEpochSecond(Long.parseLong(date.said().strip()));
    Duration wrong = Duration.between(Instant.now(), there).minus(by);
    assertTrue(wrong.abs().compareTo(SLACK) < 0, "it is " + there);
    assertFalse(watchdogs().alive().isEmpty(), "nobody watches");
    for (ProcessHandle watchdog : watchdogs().alive()) {
      for (ProcessHandle each :
          Stream.concat(Stream.of(watchdog), watchdog.descendants()).toList()) {
        Path maps = Path.of("/proc", String.valueOf(each.pid()), "maps");
        assertTrue(Files.readString(maps).contains("libfaketime"), each.info().toString());
      }
    }
  }

  @Test
  void aDayForwardEndsNothingEarly() throws Exception {
    apply("1h");
    List<List<String>> after = saved();
    step("+1d");
    isStepped(Duration.ofDays(1));
    assertTrue(durward(0, "status").said().contains("waits to be confirmed"));
    Outcome refused = durward(6, "remove", "--yes", "--policy", "web");
    assertTrue(refused.said().contains("waits to be confirmed"), refused.said());
    assertEquals(after, saved());
    Outcome confirmed = durward(0, "confirm");
    assertTrue(confirmed.said().contains("is confirmed: it stands"), confirmed.said());
    watchdogs().awaitNone();
    assertEquals(after, saved());
    durward(0, "remove", "--yes", "--policy", "web");
    assertEquals(before, saved());
  }

  @Test
  void aDayBackKeepsNothingLonger() throws Exception {
    apply("20s");
    step("-1d");
    isStepped(Duration.ofDays(-1));
    assertFalse(saved().equals(before), "its time is not over");
    awaitTakenBack();
    watchdogs().awaitNone();
    Outcome late = durward(6, "confirm");
    assertTrue(late.said().contains("was not confirmed in time"), late.said());
    assertEquals(before, saved());
  }

  /** Confirmed in time by whoever sees an earlier day. */
  @Test
  void aDayBackHindersNobodyFromConfirming() throws Exception {
    apply("1h");
    List<List<String>> after = saved();
    step("-1d");
    isStepped(Duration.ofDays(-1));
    durward(0, "confirm");
    watchdogs().awaitNone();
    assertEquals(after, saved());
  }
}
