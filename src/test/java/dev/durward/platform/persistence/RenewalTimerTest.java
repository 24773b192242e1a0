package dev.durward.platform.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTimerTest {
  private static final List<String> COMMAND = List.of("/opt/my \"50%\" $tools/durward", "router");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("DURWARD_STATE_DIR", "/var/lib/durward", "DURWARD_RUNTIME_DIR", "/run/dur ward");

  @TempDir private Path folder;
  private final List<String> ran = new ArrayList<>();
  private RenewalTimer timer;

  @BeforeEach
  void makeHost() throws IOException {
    Files.createDirectories(folder.resolve("etc/systemd/system"));
    Files.createDirectories(folder.resolve("run/systemd/system"));
    Path systemctl = folder.resolve("usr/bin/systemctl");
    Files.createDirectories(systemctl.getParent());
    Files.createFile(systemctl);
    assertTrue(systemctl.toFile().setExecutable(true));
    timer =
        new RenewalTimer(
            new SystemRoot(folder),
            command -> {
              ran.add(String.join(" ", command.arguments().subList(1, command.arguments().size())));
              return new CommandResult(0, new byte[0], "", false);
            });
  }

  private String read(String unit) throws IOException {
    return Files.readString(folder.resolve("etc/systemd/system").resolve(unit));
  }

  @Test
  void isWrittenStartedAndTakenAwayWhole() throws Exception {
    assertTrue(timer.isPossible());
    assertEquals(Optional.empty(), timer.every());
    timer.start(COMMAND, ENVIRONMENT, Duration.ofHours(6));
    assertEquals(
        """
        # Written by durward router renew --timer on, and taken away by --timer off.
        [Unit]
        Description=Asks the router anew for the ports that Durward was given
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        # env(1), since systemd takes no program whose name has a quote in it.
        Environment="DURWARD_RUNTIME_DIR=/run/dur ward"
        Environment=DURWARD_STATE_DIR=/var/lib/durward
        ExecStart=/usr/bin/env "/opt/my \\"50%%\\" $$tools/durward" router
        """,
        read("durward-router.service"));
    assertEquals(
        """
        # Written by durward router renew --timer on, and taken away by --timer off.
        [Unit]
        Description=Keeps ports of the router that Durward was given

        [Timer]
        OnBootSec=120
        OnUnitActiveSec=21600
        AccuracySec=10

        [Install]
        WantedBy=timers.target
        """,
        read("durward-router.timer"));
    assertEquals(
        Path.of("/etc/systemd/system/durward-router.timer"),
        Files.readSymbolicLink(
            folder.resolve("etc/systemd/system/timers.target.wants/durward-router.timer")));
    assertEquals(Optional.of(Duration.ofHours(6)), timer.every());
    assertEquals(List.of("daemon-reload", "restart durward-router.timer"), ran);

    timer.start(COMMAND, ENVIRONMENT, Duration.ofHours(6));
    assertEquals("start durward-router.timer", ran.get(2));
    timer.start(COMMAND, ENVIRONMENT, Duration.ofMinutes(1));
    assertEquals(Optional.of(Duration.ofMinutes(1)), timer.every());
    assertEquals("restart durward-router.timer", ran.get(4));

    ran.clear();
    timer.stop();
    timer.stop();
    assertEquals(List.of("stop durward-router.timer", "daemon-reload"), ran);
    assertEquals(Optional.empty(), timer.every());
    try (Stream<Path> left = Files.walk(folder.resolve("etc"))) {
      assertFalse(left.anyMatch(each -> each.toString().contains("durward")));
    }
  }

  @Test
  void isNotPossibleWhereSystemdIsNot() throws IOException {
    Files.delete(folder.resolve("run/systemd/system"));
    assertFalse(timer.isPossible());
  }

  @Test
  void isWhatSystemdReads() throws Exception {
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    Assumptions.assumeTrue(Files.isExecutable(analyze), "skipped: no systemd-analyze");
    Path tool = Files.createFile(folder.resolve("a \"50%\" tool"));
    assertTrue(tool.toFile().setExecutable(true));
    timer.start(List.of(tool.toString(), "router"), ENVIRONMENT, Duration.ofHours(6));
    Path units = folder.resolve("etc/systemd/system");
    CommandResult verified =
        new ProcessRunner()
            .run(
                Command.of(
                    analyze.toString(),
                    "verify",
                    units.resolve("durward-router.timer").toString(),
                    units.resolve("durward-router.service").toString()));
    assertEquals(0, verified.exit(), verified.error());
    assertFalse(verified.error().contains("durward-router"), verified.error());
  }
}
