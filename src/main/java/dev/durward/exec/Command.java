package dev.durward.exec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An external command, run without a shell.
 *
 * @param arguments the executable's absolute path, of Linux or Windows whichever this is, and its
 *     arguments, each passed as it stands
 * @param input what it reads on standard input, as UTF-8; nothing if absent
 * @param file the text of a file that is there while it runs, its path the last argument
 * @param timeout after which it is killed
 */
public record Command(
    List<String> arguments, Optional<String> input, Optional<String> file, Duration timeout) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  public Command {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty() || !isAbsolute(arguments.get(0))) {
      throw new IllegalArgumentException("not an absolute executable: " + arguments);
    }
  }

  /** A command without input. */
  public static Command of(String... arguments) {
    return new Command(List.of(arguments), Optional.empty(), Optional.empty(), TIMEOUT);
  }

  /** The same command with standard input. */
  public Command withInput(String text) {
    return new Command(arguments, Optional.of(text), file, timeout);
  }

  /** The same command with a file behind its arguments. */
  public Command withFile(String text) {
    return new Command(arguments, input, Optional.of(text), timeout);
  }

  /** By its text alone: a script for one platform may be made on the other. */
  private static boolean isAbsolute(String executable) {
    return executable.matches("/.*|[A-Za-z]:\\\\.+");
  }

  private boolean isWindows() {
    return arguments.get(0).charAt(0) != '/';
  }

  byte[] inputBytes() {
    return input.orElse("").getBytes(StandardCharsets.UTF_8);
  }

  /** The command line as the shell of its system reads it; without its file. */
  public String line() {
    StringBuilder line = new StringBuilder();
    for (String argument : arguments) {
      line.append(line.isEmpty() ? "" : " ").append(quote(argument));
    }
    return line.toString();
  }

  private String quote(String argument) {
    if (isWindows()) {
      return argument.matches("[^\\s\"]+") ? argument : '"' + argument + '"';
    }
    return argument.matches("[A-Za-z0-9_./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
