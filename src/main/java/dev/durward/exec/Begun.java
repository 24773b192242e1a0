package dev.durward.exec;

import java.io.IOException;

/** A command that has begun, and waits for the last line of its input. */
public interface Begun {
  /**
   * Gives it that line, and waits for its end.
   *
   * @throws IOException if it could not be run
   * @throws InterruptedException if the calling thread was interrupted; the command is killed then
   */
  CommandResult finish() throws IOException, InterruptedException;

  /** Ends its input without that line, and waits for its end. */
  void abandon();
}
