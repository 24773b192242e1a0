package dev.durward.platform.host;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;

/** What this process may do on Windows. */
public final class WindowsToken {
  private WindowsToken() {}

  /**
   * Whether it runs elevated, and so may change the firewall. Asked of its token instead of the
   * user's groups: an administrator's processes are not elevated unless started so.
   *
   * @throws FirewallException if Windows doesn't tell
   */
  public static boolean isElevated() throws FirewallException {
    try {
      return Advapi32Util.isCurrentProcessElevated();
    } catch (Win32Exception e) {
      throw new FirewallException(
          Kind.NOT_PERMITTED,
          "Windows doesn't tell whether this process is elevated: " + e.getMessage(),
          "run this from a terminal that was opened with `Run as administrator`");
    }
  }
}
