package dev.durward.report;

import java.util.Optional;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param state how it stands
 * @param subject what it is about, in a word or two
 * @param message what was seen
 * @param remedy what to do about it
 */
public record Finding(State state, String subject, String message, Optional<String> remedy) {
  /** A thing about which nothing is to be done. */
  public static Finding of(State state, String subject, String message) {
    return new Finding(state, subject, message, Optional.empty());
  }

  /** A thing about which something can be done. */
  public static Finding of(State state, String subject, String message, String remedy) {
    return new Finding(state, subject, message, Optional.of(remedy));
  }

  /** How a thing stands. */
  public enum State {
    OK,
    NOTE,
    WARNING,
    /** Durward can't work here. */
    MISSING
  }
}
