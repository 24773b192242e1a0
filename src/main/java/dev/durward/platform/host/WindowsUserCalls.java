package dev.durward.platform.host;

import com.sun.jna.Native;

/** The functions of winuser.h that are needed. */
final class WindowsUserCalls {
  /** {@code SM_REMOTESESSION}: not 0 in a session of Remote Desktop. */
  static final int REMOTE_SESSION = 0x1000;

  static {
    Native.register(WindowsUserCalls.class, "user32");
  }

  private WindowsUserCalls() {}

  /** GetSystemMetrics. */
  static native int GetSystemMetrics(int index);
}
