package dev.durward.platform.host;

import com.sun.jna.NativeLong;
import java.io.File;

/** The signals by which a person, or whoever supervises it, ends a process. */
public final class Signals {
  /** {@code SIGHUP}, {@code SIGINT} and {@code SIGTERM} (signal(7); the same on all machines). */
  private static final int[] ENDING = {1, 2, 15};

  /** {@code SIG_DFL} of signal.h. */
  private static final NativeLong DEFAULT = new NativeLong(0);

  private Signals() {}

  /**
   * Lets the next one end this process at once: a JVM that is ending already ignores further ones.
   * Has no effect on Windows, and where JNA can't be loaded.
   */
  public static void restoreDefaults() {
    if (File.separatorChar == '\\') {
      return;
    }
    try {
      for (int signal : ENDING) {
        LinuxCalls.signal(signal, DEFAULT);
      }
    } catch (LinkageError e) {
      // then only SIGKILL does
    }
  }
}
