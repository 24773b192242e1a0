package dev.durward.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
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

  /** This process's own streams. */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean colour =
        isTerminal(1)
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        isTerminal(0) && isTerminal(2),
        colour);
  }

  /** What {@code System.console} says of all streams at once, for one; Linux only. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks a question and reads one line; empty at the end of the input. */
  Optional<String> ask(String question) {
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
