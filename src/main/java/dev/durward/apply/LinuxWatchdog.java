package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Confirmation;
import dev.durward.journal.WatchShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts what takes an apply back that nobody confirms: a shell that sleeps, in a session of its
 * own, so that neither the end of this process nor that of its terminal ends it. Where systemd runs
 * that is a transient timer (systemd-run(1)), which outlasts the user's session too.
 *
 * <p>Both count by a clock that nobody sets (timer: {@code OnActiveSec=}; shell: sleep(1)).
 */
record LinuxWatchdog(CommandRunner runner) implements Watchdog {
  private static final Path SYSTEMD = Path.of("/run/systemd/system");
  private static final String SYSTEMD_RUN = "/usr/bin/systemd-run";
  private static final String SYSTEMCTL = "/usr/bin/systemctl";
  private static final String SHELL = "/bin/sh";

  /** Ends when the watchdog has said that it watches, or why not. */
  private static final String DETACH =
      """
      said=$(setsid /bin/sh "$1" "$2" </dev/null 2>&1 &)
      [ "$said" = watching ] || { echo "$said" >&2; exit 1; }
      """;

  @Override
  public WatchShell shell() {
    return WatchShell.POSIX;
  }

  @Override
  public void start(Confirmation confirmation, int seconds)
      throws IOException, InterruptedException {
    if (isOfSystemd() && runner.run(timer(confirmation, seconds)).succeeded()) {
      return;
    }
    CommandResult started = runner.run(detached(confirmation, seconds));
    if (!started.succeeded()) {
      throw new IOException("no watchdog could be started: " + started.complaint());
    }
  }

  /** Otherwise it would sleep on, to find in the end that somebody else has decided. */
  @Override
  public void end(Confirmation confirmation) {
    String script = confirmation.watch(WatchShell.POSIX).toString();
    ProcessHandle.allProcesses()
        .filter(process -> runs(process, script))
        .forEach(LinuxWatchdog::kill);
    if (isOfSystemd()) {
      try {
        runner.run(Command.of(SYSTEMCTL, "stop", unit(confirmation) + ".timer"));
      } catch (IOException e) {
        // It ends by itself when its time has come.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean runs(ProcessHandle process, String script) {
    return List.of(process.info().arguments().orElse(new String[0])).contains(script);
  }

  /** The shell before what it waits for: it would go on. */
  private static void kill(ProcessHandle shell) {
    List<ProcessHandle> children = shell.descendants().toList();
    shell.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static String unit(Confirmation confirmation) {
    return "durward-confirm-" + confirmation.id();
  }

  private static Command timer(Confirmation confirmation, int seconds) {
    return Command.of(
        SYSTEMD_RUN,
        "--quiet",
        "--collect",
        "--unit=" + unit(confirmation),
        "--on-active=" + seconds + "s",
        "--timer-property=AccuracySec=100ms",
        SHELL,
        confirmation.watch(WatchShell.POSIX).toString(),
        "0");
  }

  private static Command detached(Confirmation confirmation, int seconds) {
    return Command.of(
        SHELL,
        "-c",
        DETACH,
        "durward",
        confirmation.watch(WatchShell.POSIX).toString(),
        Integer.toString(seconds));
  }

  /** What systemd starts runs in the first process's network, so it must be this one's too. */
  private static boolean isOfSystemd() {
    try {
      return Files.isDirectory(SYSTEMD)
          && Files.isExecutable(Path.of(SYSTEMD_RUN))
          && Files.readSymbolicLink(Path.of("/proc/1/ns/net"))
              .equals(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")));
    } catch (IOException e) {
      return false;
    }
  }
}
