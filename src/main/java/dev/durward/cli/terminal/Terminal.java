package dev.durward.cli.terminal;

import dev.durward.platform.host.WindowsConsole;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param out results, and nothing else
 * @param err everything else
 * @param in answers to questions
 * @param canAsk whether a person reads {@code err} and writes {@code in}
 * @param colour whether results may be coloured
 */
public record Terminal(
    PrintStream out, PrintStream err, BufferedReader in, boolean canAsk, boolean colour) {

  private static final boolean IS_WINDOWS = File.separatorChar == '\\';

  /** This process's own streams. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean colour =
        isTerminal(1)
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        new PrintStream(System.out, false, charset(1)),
        new PrintStream(System.err, true, charset(2)),
        new BufferedReader(new InputStreamReader(System.in, charset(0))),
        isTerminal(0) && isTerminal(2),
        colour);
  }

  /** What {@code System.console} says of all streams at once, for one. */
  private static boolean isTerminal(int descriptor) {
    if (IS_WINDOWS) {
      return WindowsConsole.isConsole(descriptor);
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static Charset charset(int descriptor) {
    return IS_WINDOWS ? WindowsConsole.charset(descriptor) : StandardCharsets.UTF_8;
  }

  /** Asks a question and reads one line; empty at the end of the input. */
  public Optional<String> ask(String question) {
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
