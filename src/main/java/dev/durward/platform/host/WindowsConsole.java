package dev.durward.platform.host;

import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Wincon;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The console of Windows that this process's streams may be connected with. Java's own answer,
 * {@code System.console}, is about all of them at once, and from Java 22 on always yes.
 */
public final class WindowsConsole {
  private WindowsConsole() {}

  /**
   * Whether a stream is a console, and not a file or a pipe.
   *
   * @param descriptor 0, 1 or 2
   */
  public static boolean isConsole(int descriptor) {
    int handle =
        switch (descriptor) {
          case 0 -> Wincon.STD_INPUT_HANDLE;
          case 1 -> Wincon.STD_OUTPUT_HANDLE;
          default -> Wincon.STD_ERROR_HANDLE;
        };
    return Kernel32.INSTANCE.GetConsoleMode(
        Kernel32.INSTANCE.GetStdHandle(handle), new IntByReference());
  }

  /** The charset that a stream is shown in: the code page of a console, otherwise UTF-8. */
  public static Charset charset(int descriptor) {
    return isConsole(descriptor)
        ? ConsoleCodePage.charset(Kernel32.INSTANCE.GetConsoleOutputCP())
        : StandardCharsets.UTF_8;
  }
}
