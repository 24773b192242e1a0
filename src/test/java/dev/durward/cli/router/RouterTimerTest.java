package dev.durward.cli.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.journal.Journal;
import dev.durward.journal.LedgerFile;
import dev.durward.journal.LocalDisk;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.persistence.SystemRoot;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Grant.State;
import dev.durward.router.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTimerTest {
  private static final Instant SINCE = Instant.parse("2026-06-01T12:00:00Z");
  private static final IpAddress ROUTER = IpAddress.parse("192.168.1.1").orElseThrow();
  private static final IpAddress HOST = IpAddress.parse("192.168.1.10").orElseThrow();

  @TempDir private Path folder;

  private static Grant given(Optional<Duration> lease) {
    return new Grant(
        new Forward(
            Mark.of("web", "https"), Family.IPV4, Protocol.TCP, 443, 443, Duration.ofDays(1)),
        Method.UPNP,
        ROUTER,
        HOST,
        "",
        State.GIVEN,
        SINCE,
        lease.map(SINCE::plus));
  }

  @Test
  void asksFourTimesInTheShortestLeaseAndNotEachSecond() {
    Grant day = given(Optional.of(Duration.ofDays(1)));
    Grant hour = given(Optional.of(Duration.ofHours(1)));
    assertEquals(Duration.ofHours(6), RouterTimer.due(List.of()));
    assertEquals(Duration.ofHours(6), RouterTimer.due(List.of(given(Optional.empty()))));
    assertEquals(Duration.ofMinutes(15), RouterTimer.due(List.of(day, hour)));
    Grant twoMinutes = given(Optional.of(Duration.ofMinutes(2)));
    assertEquals(Duration.ofMinutes(1), RouterTimer.due(List.of(day, twoMinutes)));
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M,*/1 * * * *",
    "PT59M59S,*/59 * * * *",
    "PT1H,0 */1 * * *",
    "PT7H59M,0 */7 * * *",
    "PT23H,0 */23 * * *",
    "P7D,0 3 * * *"
  })
  void namesCrontabLineThatIsOftenEnough(Duration every, String when) {
    assertEquals(
        "add to root's crontab (crontab -e): " + when + " /opt/durward router renew",
        RouterTimer.other(Platform.LINUX, "/opt/durward", every));
  }

  @Test
  void namesTaskOfWindows() {
    assertEquals(
        "schtasks /create /tn \"Durward router\" /ru SYSTEM /sc minute /mo 360"
            + " /tr \"\\\"C:\\Program Files\\Durward\\durward.cmd\\\" router renew\"",
        RouterTimer.other(
            Platform.WINDOWS, "C:\\Program Files\\Durward\\durward.cmd", Duration.ofHours(6)));
  }

  @Test
  void isSetByTheCommandForWhatWasGiven() throws Exception {
    Journal journal = new Journal(folder.resolve("state"), new LocalDisk());
    new LedgerFile(journal).write(List.of(given(Optional.of(Duration.ofHours(1)))));
    Files.createDirectories(folder.resolve("etc/systemd/system"));
    Run.Setting host = new Run.Setting().runtime(folder).root(new SystemRoot(folder));
    Run without = host.run("router", "renew", "--timer", "on");
    assertEquals(5, without.code(), without.err());
    assertTrue(without.err().contains("crontab"), without.err());

    Files.createDirectories(folder.resolve("run/systemd/system"));
    Run on = host.run("router", "renew", "--timer", "on");
    assertEquals(0, on.code(), on.err());
    assertEquals("durward-router.timer asks the router anew each 900 s.\n", on.out());
    Path timer = folder.resolve("etc/systemd/system/durward-router.timer");
    assertTrue(Files.readString(timer).contains("OnUnitActiveSec=900\n"), timer.toString());
    String service = Files.readString(folder.resolve("etc/systemd/system/durward-router.service"));
    assertTrue(service.contains("DURWARD_STATE_DIR=" + journal.folder()), service);

    assertEquals(0, host.run("router", "renew", "--timer", "off").code());
    assertTrue(Files.notExists(timer));
    assertEquals(64, host.run("router", "renew", "--timer", "maybe").code());
  }
}
