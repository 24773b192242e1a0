package dev.durward.plan;

import dev.durward.exec.Command;
import java.util.List;
import java.util.Optional;

/**
 * The commands of a plan, in their order. What is shown is what runs.
 *
 * @param steps each of them whole or not at all; none if there is nothing to do
 * @param partings what is done once the steps have made the host as it is to be
 */
public record Script(List<Step> steps, List<Parting> partings) {
  /**
   * A command that ends connections which are open, and which the new rules refuse. There is no way
   * back from it, it may be run again, and the change stands whether it succeeds or not.
   *
   * @param command what is run; its exit code does not tell
   * @param rest shows the connections that are left of them, and prints nothing if there are none
   */
  public record Parting(Command command, Command rest) {}

  /**
   * One command and its way back.
   *
   * @param label what it is about ({@code ipv4})
   * @param command what is run
   * @param undo what takes back a command that succeeded; empty where the way back is a plan of its
   *     own
   * @param proof lines that are to be seen on the host before the next step is taken
   * @param waits whether the command may begin before its turn: until it has read the last line of
   *     its input it changes nothing, and keeps nobody else from it
   */
  public record Step(
      String label, Command command, Optional<Command> undo, List<Entry> proof, boolean waits) {
    public Step {
      proof = List.copyOf(proof);
    }

    /** A step whose exit code can be trusted. */
    public static Step undoable(String label, Command command, Command undo) {
      return new Step(label, command, Optional.of(undo), List.of(), false);
    }

    /** The same, of a command that waits for the last line of its input. */
    public Step waiting() {
      return new Step(label, command, undo, proof, true);
    }

    /** A step that is judged by what is seen on the host. */
    public static Step judged(String label, Command command, List<Entry> proof) {
      return new Step(label, command, Optional.empty(), proof, false);
    }
  }

  public Script {
    steps = List.copyOf(steps);
    partings = List.copyOf(partings);
  }

  /** One that leaves open what is open. */
  public Script(List<Step> steps) {
    this(steps, List.of());
  }

  /** The script as a POSIX shell runs it, or as Windows does, each line ended. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(shell(step.command()));
    }
    partings.forEach(parting -> text.append(shell(parting.command())));
    return text.toString();
  }

  /** The commands that undo all of it, as {@link #text} has them; empty where one has no undo. */
  public String back() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step.undo().isEmpty()) {
        return "";
      }
      text.insert(0, shell(step.undo().get()));
    }
    return text.toString();
  }

  /** One command as a shell runs it, its input as a here-document, its file below it. */
  public static String shell(Command command) {
    if (command.file().isPresent()) {
      String lines = command.file().get().replace("\r\n", "\n");
      return "rem the file:\n" + lines + "rem is run by:\n" + command.line() + " FILE\n";
    }
    return command
        .input()
        .map(input -> command.line() + " <<'DURWARD'\n" + input + "DURWARD\n")
        .orElse(command.line() + "\n");
  }
}
