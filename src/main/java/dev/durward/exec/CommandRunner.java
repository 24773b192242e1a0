package dev.durward.exec;

import java.io.IOException;
import java.io.OutputStream;

/** Runs commands. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs a command to its end, both output streams drained, in the network namespace of the calling
   * thread and with a clean environment ({@code LC_ALL=C}, a fixed {@code PATH}).
   *
   * @throws IOException if it could not be started
   * @throws InterruptedException if the calling thread was interrupted; the command is killed then
   */
  CommandResult run(Command command) throws IOException, InterruptedException;

  /**
   * The same, of a command whose standard output is taken while it is written.
   *
   * @param output takes it, in one thread and before this returns; must not throw anything
   * @return without that output
   */
  default CommandResult run(Command command, OutputStream output)
      throws IOException, InterruptedException {
    CommandResult result = run(command);
    output.write(result.output());
    return result.with(new byte[0]);
  }

  /**
   * Begins a command whose input takes effect with its last line alone, and gives it all the rest
   * meanwhile. A runner may as well begin it when it is to be finished.
   *
   * @throws IOException if it could not be started
   */
  default Begun begin(Command command) throws IOException {
    return new Begun() {
      @Override
      public CommandResult finish() throws IOException, InterruptedException {
        return run(command);
      }

      @Override
      public void abandon() {
        // It has not begun.
      }
    };
  }
}
