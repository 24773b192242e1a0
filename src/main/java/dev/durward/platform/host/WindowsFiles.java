package dev.durward.platform.host;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinBase;
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
  private static final int SHARED =
      WinNT.FILE_SHARE_READ | WinNT.FILE_SHARE_WRITE | WinNT.FILE_SHARE_DELETE;

  static {
    Native.register(WindowsFiles.class, "advapi32");
  }

  private WindowsFiles() {}

  /** Of sddl.h; JNA's platform library has it not. */
  static native boolean ConvertSecurityDescriptorToStringSecurityDescriptorW(
      Pointer descriptor, int revision, int parts, PointerByReference text, IntByReference length);

  /**
   * Who may do what with a file or folder; with a link, not with what it leads to.
   *
   * @throws IOException if Windows doesn't tell
   */
  public static AccessList accessList(Path file) throws IOException {
    WinNT.HANDLE handle =
        Kernel32.INSTANCE.CreateFile(
            file.toString(),
            WinNT.READ_CONTROL,
            SHARED,
            null,
            WinNT.OPEN_EXISTING,
            WinNT.FILE_FLAG_BACKUP_SEMANTICS | WinNT.FILE_FLAG_OPEN_REPARSE_POINT,
            null);
    if (WinBase.INVALID_HANDLE_VALUE.equals(handle)) {
      throw trouble(file, Native.getLastError());
    }
    PointerByReference descriptor = new PointerByReference();
    try {
      int error =
          Advapi32.INSTANCE.GetSecurityInfo(
              handle, SE_FILE_OBJECT, OWNER_AND_LIST, null, null, null, null, descriptor);
      if (error != 0) {
        throw trouble(file, error);
      }
    } finally {
      Kernel32.INSTANCE.CloseHandle(handle);
    }
    try {
      return AccessList.parse(text(file, descriptor.getValue()));
    } finally {
      Kernel32.INSTANCE.LocalFree(descriptor.getValue());
    }
  }

  private static String text(Path file, Pointer descriptor) throws IOException {
    PointerByReference text = new PointerByReference();
    if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(
        descriptor, SDDL_REVISION_1, OWNER_AND_LIST, text, new IntByReference())) {
      throw trouble(file, Native.getLastError());
    }
    try {
      return text.getValue().getWideString(0);
    } finally {
      Kernel32.INSTANCE.LocalFree(text.getValue());
    }
  }

  private static IOException trouble(Path file, int error) {
    return new IOException(file + ": " + new Win32Exception(error).getMessage());
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

  /**
   * The name of an account in the language of this Windows, or what was given where it has none.
   *
   * @param who its number, or two letters as in {@link AccessList}
   */
  public static String name(String who) {
    try {
      return Advapi32Util.getAccountBySid(who).fqn;
    } catch (Win32Exception e) {
      return who;
    }
  }
}
