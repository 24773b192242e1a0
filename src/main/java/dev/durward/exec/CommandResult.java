package dev.durward.exec;

import java.nio.charset.StandardCharsets;

/**
 * How a command ended.
 *
 * @param exit its exit code; meaningless if it was killed
 * @param output what it wrote on standard output, as it wrote it
 * @param error what it wrote on standard error, decoded as UTF-8
 * @param timedOut whether it was killed because its time was over
 */
@SuppressWarnings("ArrayRecordComponent") // raw output; results are never compared
public record CommandResult(int exit, byte[] output, String error, boolean timedOut) {
  public boolean succeeded() {
    return exit == 0 && !timedOut;
  }

  /** Standard output, decoded as UTF-8. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
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
