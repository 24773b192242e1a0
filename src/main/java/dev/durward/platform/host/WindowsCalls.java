package dev.durward.platform.host;

import com.sun.jna.Native;

/** The Windows functions that neither Java nor JNA's platform library has a counterpart for. */
final class WindowsCalls {
  static {
    Native.register(WindowsCalls.class, "kernel32");
  }

  private WindowsCalls() {}

  /** GetOEMCP of winnls.h: the number of the system's OEM code page. */
  static native int GetOEMCP();
}
