package dev.durward.plan;

import dev.durward.exec.Command;
import java.util.List;

/**
 * The commands of a plan, in their order. What is shown is what runs.
 *
 * @param steps each of them whole or not at all; none if there is nothing to do
 */
public record Script(List<Step> steps) {
  /**
   * One command and its way back.
   *
   * @param label what it is about ({@code ipv4})
   * @param command what is run
   * @param undo what takes back a command that succeeded
   */
  public record Step(String label, Command command, Command undo) {}

  public Script {
    steps = List.copyOf(steps);
  }

  /** The script as a POSIX shell runs it, each line ended. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(shell(step.command()));
    }
    return text.toString();
  }

  /** One command as a POSIX shell runs it, its input as a here-document. */
  public static String shell(Command command) {
    return command
        .input()
        .map(input -> command.line() + " <<'DURWARD'\n" + input + "DURWARD\n")
        .orElse(command.line() + "\n");
  }
}
