package dev.durward.apply;

import dev.durward.exec.CommandRunner;
import dev.durward.journal.Confirmation;
import dev.durward.journal.WatchShell;
import java.io.IOException;

/** Takes an apply back that nobody confirms in time, whatever has become of Durward by then. */
public sealed interface Watchdog permits LinuxWatchdog, WindowsWatchdog {
  /** The one of a Linux host. */
  static Watchdog ofLinux(CommandRunner runner) {
    return new LinuxWatchdog(runner);
  }

  /**
   * The one of a Windows host.
   *
   * @param root the folder of Windows ({@code C:\Windows})
   */
  static Watchdog ofWindows(CommandRunner runner, String root) {
    return new WindowsWatchdog(runner, root, WindowsWatchdog.PATIENCE);
  }

  /** Which shell it runs. */
  WatchShell shell();

  /**
   * Starts it, for an apply that is about to begin, whose scripts are written. It waits when this
   * returns.
   *
   * @throws IOException if it could not be started: then nothing may be changed
   */
  void start(Confirmation confirmation, int seconds) throws IOException, InterruptedException;

  /** Ends it, as far as it can be ended, when it is decided what becomes of the apply. */
  void end(Confirmation confirmation);
}
