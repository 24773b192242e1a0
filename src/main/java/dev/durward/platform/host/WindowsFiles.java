package dev.durward.platform.host;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.Path;

/** What Windows tells of files, and of who runs this process. */
public final class WindowsFiles {
  private static final int SDDL_REVISION_1 = 1;
  private static final int SE_FILE_OBJECT = 1;
  private static final int OWNER_AND_LIST =
      WinNT.OWNER_SECURITY_INFORMATION | WinNT.DACL_SECURITY_INFORMATION;

  static {
    Native.register(WindowsFiles.class, "advapi32");
  }

  private WindowsFiles() {}

  /** Of sddl.h; JNA's platform library has it not. */
  static native boolean ConvertSecurityDescriptorToStringSecurityDescriptorW(
      Pointer descriptor, int revision, int parts, PointerByReference text, IntByReference length);

  /**
   * Who may do what with a file or folder.
   *
   * @throws IOException if Windows doesn't tell
   */
  public static AccessList accessList(Path file) throws IOException {
    try {
      Memory descriptor =
          Advapi32Util.getSecurityDescriptorForObject(file.toString(), SE_FILE_OBJECT, false);
      PointerByReference text = new PointerByReference();
      if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(
          descriptor, SDDL_REVISION_1, OWNER_AND_LIST, text, new IntByReference())) {
        throw new Win32Exception(Native.getLastError());
      }
      try {
        return AccessList.parse(text.getValue().getWideString(0));
      } finally {
        Kernel32.INSTANCE.LocalFree(text.getValue());
      }
    } catch (Win32Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * The number of the user of this process.
   *
   * @throws IOException if Windows doesn't tell
   */
  public static String user() throws IOException {
    WinNT.HANDLEByReference token = new WinNT.HANDLEByReference();
    try {
      WinNT.HANDLE process = Kernel32.INSTANCE.GetCurrentProcess();
      if (!Advapi32.INSTANCE.OpenProcessToken(process, WinNT.TOKEN_QUERY, token)) {
        throw new Win32Exception(Native.getLastError());
      }
      try {
        return Advapi32Util.getTokenAccount(token.getValue()).sidString;
      } finally {
        Kernel32.INSTANCE.CloseHandle(token.getValue());
      }
    } catch (Win32Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
