package dev.durward.exec;

import java.io.IOException;

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
