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
}
