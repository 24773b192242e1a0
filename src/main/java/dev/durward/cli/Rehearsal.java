package dev.durward.cli;

import dev.durward.cli.terminal.Terminal;
import java.util.Map;

/**
 * Runs several commands in one process, so that the class-data archive can hold the classes of all
 * of them: {@code platform-scripts/archive} runs this, and nobody else.
 */
final class Rehearsal {
  private Rehearsal() {}

  /** Runs command lines, their words parted by blanks. */
  public static void main(String[] lines) {
    Map<String, String> environment = System.getenv();
    for (String line : lines) {
      Main.run(line.split(" ", -1), Terminal.ofProcess(environment), environment);
    }
  }
}
