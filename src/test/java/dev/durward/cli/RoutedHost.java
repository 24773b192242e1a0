package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.durward.apply.Mishap;
import dev.durward.cli.host.WindowsHost;
import dev.durward.journal.Disk;
import dev.durward.journal.Journal;
import dev.durward.journal.LedgerFile;
import dev.durward.journal.LocalDisk;
import dev.durward.platform.FirewallException;
import dev.durward.platform.netsh.translation.Variables;
import dev.durward.probe.ListenerTable;
import dev.durward.router.FakeProtocol;
import dev.durward.router.Grant;
import dev.durward.windows.WindowsMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A host behind a router, both in memory.
 *
 * @param folder for its rule files, its lock and its journal
 */
public record RoutedHost(Path folder, WindowsMachine windows, FakeProtocol router) {
  static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final String FOREIGN =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Remote Desktop|";

  /** That the power stays on, is taken for granted: a test has a thousand hosts. */
  private static final Disk DISK =
      new Disk() {
        private final Disk road = new LocalDisk();

        @Override
        public void makeFolder(Path folder) throws IOException {
          road.makeFolder(folder);
        }

        @Override
        public void write(Path file, byte[] content) throws IOException {
          road.write(file, content);
        }

        @Override
        public void sync(Path path) {}

        @Override
        public void rename(Path from, Path to) throws IOException {
          road.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
          road.delete(file);
        }
      };

  /** One with rules of others, and with a port of another host at its router. */
  public static RoutedHost create(Path folder, FakeProtocol router) {
    WindowsMachine windows = new WindowsMachine();
    windows.put("{1}", FOREIGN);
    windows.set("PublicProfile", "DefaultInboundAction", 0);
    router.give(9000, FakeProtocol.OTHER, "others");
    return new RoutedHost(folder, windows, router);
  }

  public String file(String policy, String rules) throws IOException {
    String text = "version: 1\npolicy: " + policy + "\nrules:\n" + rules;
    return Files.writeString(folder.resolve(policy + ".yaml"), text).toString();
  }

  private Path state() {
    return folder.resolve("state");
  }

  Path ledgerFile() {
    return state().resolve("router.json");
  }

  public LedgerFile ledger() {
    return new LedgerFile(new Journal(state(), DISK));
  }

  public List<Grant> grants() throws FirewallException {
    return ledger().grants();
  }

  /** Everything about it, and about its router. */
  List<List<String>> texts() {
    return List.of(windows.texts(), router.texts());
  }

  /** Both, and what is written down: what a user takes for one state. */
  public List<List<String>> whole() throws FirewallException {
    List<String> written =
        grants().stream()
            .map(grant -> grant.state() + " " + grant.forward() + " " + grant.internal())
            .sorted()
            .toList();
    return List.of(windows.texts(), router.texts(), written);
  }

  Run run(Mishap mishap, String... words) {
    return on(TODAY, mishap, words);
  }

  private Run on(LocalDate day, Mishap mishap, String... words) {
    return new Run.Setting()
        .host(
            new WindowsHost(
                mishap.over(windows),
                windows.registry(),
                () -> true,
                () -> new ListenerTable(Optional.of(Set.of()), listener -> Optional.empty()),
                Variables.USUAL,
                List::of,
                router.routers(mishap::over),
                folder.resolve("run"),
                new Journal(state(), mishap.over(DISK)),
                "tester",
                day))
        .run(words);
  }

  /** What the command said, which ended so. */
  public String run(int code, String... words) {
    return run(code, TODAY, words);
  }

  public String run(int code, LocalDate day, String... words) {
    Run run = on(day, Mishap.never(), words);
    assertEquals(code, run.code(), run.out() + run.err());
    assertFalse(run.err().contains("Exception"), run.err());
    return run.out() + run.err();
  }

  /** Time goes by, for the router and for what it gave. */
  void age(Duration time) throws FirewallException {
    router.age(time);
    ledger()
        .write(
            grants().stream()
                .map(
                    grant ->
                        new Grant(
                            grant.forward(),
                            grant.method(),
                            grant.gateway(),
                            grant.internal(),
                            grant.ticket(),
                            grant.state(),
                            grant.since().minus(time),
                            grant.until().map(end -> end.minus(time))))
                .toList());
  }

  /** All that commands have written is gone. */
  void forget() throws IOException {
    if (Files.exists(state())) {
      try (Stream<Path> files = Files.list(state())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
