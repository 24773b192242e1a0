package dev.durward.windows;

import com.sun.jna.platform.win32.Shell32Util;
import dev.durward.platform.host.ConsoleCodePage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * What answers for the stand-in {@code netsh.exe} under Wine ({@code src/test/windows/netsh.c}): a
 * program of its own, on the Windows JVM. So far it knows no command, which it says as the real one
 * does.
 */
final class WineNetsh {
  private WineNetsh() {}

  public static void main(String[] none) throws IOException {
    String line = System.getenv("DURWARD_NETSH_COMMAND_LINE");
    List<String> arguments = arguments(line);
    String text = "The following command was not found: " + String.join(" ", arguments) + ".\r\n";
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(text.getBytes(ConsoleCodePage.current()));
    }
    System.exit(1);
  }

  /** As Windows itself splits a command line; what stands behind the program. */
  private static List<String> arguments(String line) {
    List<String> words = List.of(Shell32Util.CommandLineToArgv(line));
    return words.subList(1, words.size());
  }
}
