package dev.durward.windows;

import com.sun.jna.platform.win32.Shell32Util;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What answers for the stand-in {@code netsh.exe} under Wine ({@code src/test/windows/stand-in.c}):
 * the model, on the Windows JVM, with its rules where Windows keeps them. Its only argument is the
 * folder of {@link NetshProcess}'s settings.
 */
final class WineNetsh {
  private WineNetsh() {}

  public static void main(String[] settings) throws IOException {
    System.exit(
        NetshProcess.run(
            Path.of(settings[0]), new WineRules(), arguments(), System.out, System.err));
  }

  /** What the stand-in was called with, split as Windows itself splits a command line. */
  static List<String> arguments() {
    List<String> line =
        List.of(Shell32Util.CommandLineToArgv(System.getenv("DURWARD_COMMAND_LINE")));
    return line.subList(1, line.size());
  }
}
