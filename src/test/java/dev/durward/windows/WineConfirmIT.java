package dev.durward.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.journal.Confirmation;
import dev.durward.journal.Confirmation.State;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.journal.WatchShell;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The scripts that take changes of a Windows back, run by Wine's cmd. That doesn't read a script by
 * the code page of chcp, so that names are ASCII here.
 */
class WineConfirmIT {
  @RegisterExtension static final Wine WINE = new Wine();

  private static final String RULES =
      """
      version: 1
      policy: office
      rules:
        - {name: Door (x), ports: [443, 9000-9010], remote: 192.0.2.0/24, owner: 50% & co}
      """;
  private static final long PATIENCE_NANOS = 90_000_000_000L;
  private static final int ROUNDS = 6;

  private static WineLab lab() {
    return WINE.lab();
  }

  @BeforeEach
  void foreignRules() throws Exception {
    lab().setNetsh("language=english");
    host().reset();
  }

  private static WineHost host() {
    return new WineHost(lab());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, String otherwise) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, otherwise);
      Thread.sleep(20);
    }
  }

  private static boolean hasTasks() throws IOException {
    try (Stream<Path> files = Files.list(lab().tasks())) {
      return files.anyMatch(file -> file.toString().endsWith(".xml"));
    }
  }

  @Test
  void whatNobodyConfirmsIsTakenBack() throws Exception {
    WineLocale locale = WineLocale.CHINESE;
    host().durward(0, locale, "apply", "--yes", host().file(RULES));
    List<String> before = host().rules(WineLocale.ENGLISH).stream().sorted().toList();
    String shut = RULES.replace("rules:", "defaults: {inbound: block}\nrules:");
    String other = host().file(shut.replace("9000-9010", "9000-9011"));
    // Each netsh here is a JVM that starts: the change itself takes some seconds.
    String said = host().durward(0, locale, "apply", "--yes", "--confirm=45s", other).text();
    assertTrue(said.contains("Unless you run durward confirm"), said);
    assertTrue(host().rules(WineLocale.ENGLISH).toString().contains("9000-9011"));
    assertFalse(host().isOpen());
    await(() -> !hasTasks(), "its task is still there");
    assertEquals(before, host().rules(WineLocale.ENGLISH).stream().sorted().toList());
    assertTrue(host().isOpen());
    WineOutcome late = host().durward(6, locale, "confirm");
    assertTrue(late.complaint(UTF_8).contains("was not confirmed in time"), late.complaint(UTF_8));
    assertEquals(before, host().rules(WineLocale.ENGLISH).stream().sorted().toList());
  }

  @Test
  void whatIsConfirmedStands() throws Exception {
    String rules = host().file(RULES);
    host().durward(0, WineLocale.RUSSIAN, "apply", "--yes", "--confirm=1h", rules);
    List<String> after = host().rules(WineLocale.ENGLISH);
    assertTrue(hasTasks());
    host().durward(6, WineLocale.RUSSIAN, "remove", "--yes", "--policy", "office");
    host().durward(0, WineLocale.RUSSIAN, "confirm");
    assertFalse(hasTasks());
    assertEquals(after, host().rules(WineLocale.ENGLISH));
  }

  /** An apply that waits, whose way back makes a file, in a folder that Windows programs write. */
  private static Confirmation waiting(int id) throws Exception {
    Path folder = lab().folder().resolve("home/state of Müller & co");
    Confirmation confirmation = new Confirmation(new Journal(folder, new LocalDisk()), id);
    Files.createDirectories(folder);
    confirmation.begin(
        WatchShell.CMD, WatchShell.CMD.waiting(1), "@type nul >back\r\n@exit /b 0\r\n");
    lab().give(folder);
    return confirmation;
  }

  private static CompletableFuture<WineOutcome> watch(Confirmation confirmation, String seconds) {
    String script = WineLab.windowsPath(confirmation.watch(WatchShell.CMD));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return lab()
                .run(
                    WineLocale.GERMAN,
                    Map.of(),
                    "cmd",
                    "/d",
                    "/e:on",
                    "/v:off",
                    "/c",
                    "call",
                    script,
                    seconds);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static boolean isBack(Confirmation confirmation) {
    return Files.exists(confirmation.sign().resolveSibling("back"));
  }

  /** Whoever comes first has decided, and both know. */
  @Test
  void aConfirmationAtTheLastMoment() throws Exception {
    int confirmed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Confirmation confirmation = waiting(round + 1);
      CompletableFuture<WineOutcome> watch = watch(confirmation, "1");
      await(() -> Files.exists(confirmation.sign()), "it does not begin");
      long asked = System.nanoTime() + 900_000_000L + round * 50_000_000L;
      while (System.nanoTime() < asked) {
        Thread.onSpinWait();
      }
      boolean inTime = confirmation.decide(State.CONFIRMED);
      WineOutcome outcome = watch.get();
      assertEquals(!inTime, isBack(confirmation), outcome.text() + outcome.complaint(UTF_8));
      assertEquals(inTime ? State.CONFIRMED : State.EXPIRED, confirmation.state());
      confirmed += inTime ? 1 : 0;
      Files.deleteIfExists(confirmation.sign().resolveSibling("back"));
    }
    System.out.println("Wine: confirmed at the last moment: " + confirmed + " of " + ROUNDS);
  }

  @Test
  void itWaitsAndEndsWhereItsFilesHaveGone() throws Exception {
    Confirmation confirmation = waiting(20);
    CompletableFuture<WineOutcome> watch = watch(confirmation, "2");
    await(() -> Files.exists(confirmation.sign()), "it does not begin");
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(confirmation.journal().folder(), "20.*")) {
      all.forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    assertFalse(watch.isDone(), "it did not wait");
    watch.get();
    assertFalse(isBack(confirmation));
  }
}
