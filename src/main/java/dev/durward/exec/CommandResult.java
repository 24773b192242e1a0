package dev.durward.exec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a command ended.
 *
 * @param exit its exit code; meaningless if it was killed
 * @param output what it wrote on standard output, as it wrote it
 * @param error what it wrote on standard error, decoded
 * @param timedOut whether it was killed because its time was over
 * @param charset in which it writes
 */
@SuppressWarnings("ArrayRecordComponent") // raw output; results are never compared
public record CommandResult(
    int exit, byte[] output, String error, boolean timedOut, Charset charset) {
  /** The result of a command that writes UTF-8. */
  public CommandResult(int exit, byte[] output, String error, boolean timedOut) {
    this(exit, output, error, timedOut, StandardCharsets.UTF_8);
  }

  /** The same with another output. */
  CommandResult with(byte[] other) {
    return new CommandResult(exit, other, error, timedOut, charset);
  }

  public boolean succeeded() {
    return exit == 0 && !timedOut;
  }

  /** Standard output, decoded. */
  public String text() {
    return new String(output, charset);
  }

  /** What went wrong, in one line. */
  public String complaint() {
    String said = error.isBlank() ? text() : error;
    String first = said.strip().lines().findFirst().orElse("it said nothing");
    return timedOut
        ? "killed after its time was over; " + first
        : "exit code " + exit + ": " + first;
  }
}
