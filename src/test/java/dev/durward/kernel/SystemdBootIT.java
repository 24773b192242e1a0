package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.platform.host.Capabilities;
import dev.durward.platform.persistence.RenewalTimer;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that systemd really boots, twice: this machine's files under a layer of the test's own, in
 * namespaces for mounts, processes, network and the rest. What is written there stays in the layer.
 */
class SystemdBootIT {
  private static final Path SYSTEMD = Path.of("/lib/systemd/systemd");
  private static final String DURWARD =
      Path.of("platform-scripts/durward").toAbsolutePath().toString();

  /** No service of the machine's is started, no setting of its kernel is changed. */
  private static final String BOOT =
      """
      set -e
      mount --make-rprivate /
      cd "$1"
      mkdir -p root
      mount -t overlay overlay -o lowerdir=/,upperdir=layer,workdir=work root
      mount -t proc proc root/proc
      mount -o bind,ro root/proc/sys root/proc/sys
      mount -t sysfs -o ro sysfs root/sys
      for folder in run tmp dev; do mount -t tmpfs none root/$folder; done
      for node in null zero full random urandom tty; do
        touch root/dev/$node
        mount --bind /dev/$node root/dev/$node
      done
      if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        mount -t cgroup2 cgroup2 root/sys/fs/cgroup
      else
        mount -t tmpfs none root/sys/fs/cgroup
        mkdir root/sys/fs/cgroup/unified root/sys/fs/cgroup/systemd
        mount -t cgroup2 cgroup2 root/sys/fs/cgroup/unified
        mount -t cgroup -o none,name=systemd cgroup root/sys/fs/cgroup/systemd
      fi
      if [ ! -e root/etc/layered ]; then
        touch root/etc/layered
        rm -rf root/etc/systemd/system root/var/lib/durward
        mkdir -p root/etc/systemd/system root/etc/durward
        rmdir root/etc/durward
        for kind in multi-user sysinit sockets timers; do
          rm -rf root/lib/systemd/system/$kind.target.wants
        done
      fi
      mkdir -p "root$2"
      mount --bind "$2" "root$2"
      ip link set lo up
      exec chroot root /usr/bin/env -i container=durward \\
        /lib/systemd/systemd --system --unit=multi-user.target
      """;

  @TempDir private Path folder;
  private Path disk;
  private Process host;

  @BeforeEach
  void layer() throws Exception {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin() && Files.isExecutable(SYSTEMD),
        "skipped: needs systemd, and root to make namespaces");
    Assumptions.assumeTrue(
        Files.exists(Path.of("target/durward.jar")), "skipped: needs the program, packaged");
    disk = Files.createDirectory(folder.resolve("disk"));
    Files.createDirectory(disk.resolve("layer"));
    Files.createDirectory(disk.resolve("work"));
  }

  @AfterEach
  void end() throws Exception {
    if (host != null) {
      powerOff();
    }
    // The kernel has made folders in it that nobody may read.
    run(List.of("/bin/rm", "-rf", folder.resolve("disk").toString()));
  }

  private void boot() throws Exception {
    host =
        new ProcessBuilder(
                "/usr/bin/unshare",
                "--kill-child",
                "--fork",
                "--mount",
                "--pid",
                "--net",
                "--uts",
                "--ipc",
                "--cgroup",
                "/bin/sh",
                "-c",
                BOOT,
                "boot",
                disk.toString(),
                Path.of("").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve("console").toFile()))
            .start();
    String state = "";
    for (int i = 0; i < 60 && !state.equals("running") && host.isAlive(); i++) {
      host.waitFor(500, TimeUnit.MILLISECONDS);
      state = inside(false, "/bin/systemctl", "is-system-running").strip();
    }
    String last = state;
    Assumptions.assumeTrue(
        last.equals("running"),
        () -> "skipped: systemd can't boot in namespaces here: " + last + console());
  }

  private String console() {
    try {
      return Files.readString(folder.resolve("console"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void powerOff() throws Exception {
    List<ProcessHandle> first = host.children().toList();
    // --kill-child: with it goes the first process of its namespace, and so all of them.
    host.destroyForcibly().waitFor();
    for (ProcessHandle each : first) {
      each.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private String inside(boolean checked, String... command) throws Exception {
    List<ProcessHandle> first = host.children().toList();
    if (first.isEmpty()) {
      return "";
    }
    List<String> line =
        new ArrayList<>(
            List.of(
                "/usr/bin/nsenter",
                "-t",
                Long.toString(first.get(0).pid()),
                "-m",
                "-p",
                "-n",
                "-r",
                "-w"));
    line.addAll(List.of(command));
    Result result = run(line);
    if (checked) {
      assertEquals(0, result.exit(), () -> String.join(" ", command) + ": " + result.text());
    }
    return result.text();
  }

  private record Result(int exit, String text) {}

  private Result run(List<String> line) throws Exception {
    File out = Files.createTempFile(folder, "out", "").toFile();
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(Redirect.to(out)).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> line.toString());
    return new Result(process.exitValue(), Files.readString(out.toPath()));
  }

  private String rules() throws Exception {
    return (inside(true, "/usr/sbin/iptables", "-S") + inside(true, "/usr/sbin/ip6tables", "-S"));
  }

  @Test
  void rulesAreThereAgainAfterABootAndGoneForGoodAfterRemove() throws Exception {
    boot();
    String rules = Path.of("config/web.yaml").toAbsolutePath().toString();
    String applied = inside(true, DURWARD, "apply", "--yes", rules);
    assertTrue(applied.contains("durward.service has them"), applied);
    assertEquals("active\n", inside(true, "/bin/systemctl", "is-active", "durward"));
    String before = rules();
    powerOff();

    boot();
    assertEquals(before, rules());
    assertEquals("active\n", inside(true, "/bin/systemctl", "is-active", "durward"));
    inside(true, DURWARD, "plan", "--exit-code", rules);
    inside(true, DURWARD, "remove", "--yes", rules);
    powerOff();

    boot();
    assertTrue(!rules().contains("DURWARD"), this::console);
    String units = inside(true, "/bin/systemctl", "list-unit-files", "--no-pager");
    assertTrue(!units.contains("durward"), units);
  }

  @Test
  void aTimerAsksTheRouterAnewFromEachBootOn() throws Exception {
    boot();
    inside(true, DURWARD, "router", "renew", "--timer", "on");
    assertEquals("active\n", inside(true, "/bin/systemctl", "is-active", RenewalTimer.NAME));
    powerOff();

    boot();
    assertEquals("active\n", inside(true, "/bin/systemctl", "is-active", RenewalTimer.NAME));
    inside(true, "/bin/systemctl", "start", "durward-router.service");
    String asked = inside(true, "/bin/systemctl", "show", "-P", "Result", "durward-router");
    assertEquals("success\n", asked);
    inside(true, DURWARD, "router", "renew", "--timer", "off");
    String units = inside(true, "/bin/systemctl", "list-unit-files", "--no-pager");
    assertTrue(!units.contains("durward"), units);
  }

  @Test
  void aTimerTakesBackWhatNobodyConfirms() throws Exception {
    boot();
    String file = Path.of("config/web.yaml").toAbsolutePath().toString();
    String before = rules();
    inside(true, DURWARD, "apply", "--yes", "--confirm=4s", file);
    assertTrue(rules().contains("DURWARD"));
    String timers = inside(true, "/bin/systemctl", "list-timers", "--all", "--no-pager");
    assertTrue(timers.contains("durward-confirm-1.timer"), timers);
    for (int i = 0; i < 240 && !rules().equals(before); i++) {
      host.waitFor(250, TimeUnit.MILLISECONDS);
    }
    assertEquals(before, rules());
    assertTrue(inside(false, DURWARD, "confirm").contains("was not confirmed in time"));

    inside(true, DURWARD, "apply", "--yes", "--confirm=1h", file);
    String waiting = rules();
    assertEquals("inactive\n", inside(false, "/bin/systemctl", "is-active", "durward"));
    String confirmed = inside(true, DURWARD, "confirm");
    assertTrue(confirmed.contains("durward.service has them"), confirmed);
    assertEquals(waiting, rules());
    timers = inside(true, "/bin/systemctl", "list-timers", "--all", "--no-pager");
    assertTrue(!timers.contains("durward-confirm"), timers);
    assertEquals("active\n", inside(true, "/bin/systemctl", "is-active", "durward"));
  }
}
