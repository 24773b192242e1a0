package dev.durward.platform.host;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;

/** The functions of iphlpapi.h that list sockets with their owners. */
final class WindowsSocketCalls {
  static {
    Native.register(WindowsSocketCalls.class, "iphlpapi");
  }

  private WindowsSocketCalls() {}

  /** GetExtendedTcpTable. */
  static native int GetExtendedTcpTable(
      byte[] table, IntByReference size, boolean sorted, int family, int kind, int reserved);

  /** GetExtendedUdpTable. */
  static native int GetExtendedUdpTable(
      byte[] table, IntByReference size, boolean sorted, int family, int kind, int reserved);
}
