package dev.durward.platform.host;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** The functions of netioapi.h that list routes and the interfaces that they lead by. */
final class WindowsRouteCalls {
  static {
    Native.register(WindowsRouteCalls.class, "iphlpapi");
  }

  private WindowsRouteCalls() {}

  /** GetIpForwardTable2. */
  static native int GetIpForwardTable2(short family, PointerByReference table);

  /** GetIpInterfaceTable. */
  static native int GetIpInterfaceTable(short family, PointerByReference table);

  /** FreeMibTable. */
  static native void FreeMibTable(Pointer table);
}
