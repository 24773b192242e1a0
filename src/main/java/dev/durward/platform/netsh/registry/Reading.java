package dev.durward.platform.netsh.registry;

import java.util.Optional;

/** What came of reading a text: its value, or why it has none. */
public sealed interface Reading<T> {
  /** The text was understood. */
  record Value<T>(T value) implements Reading<T> {}

  /**
   * The text was not understood.
   *
   * @param reason what is wrong with it, without a full stop
   */
  record Unreadable<T>(String reason) implements Reading<T> {}

  /** The value, if there is one. */
  default Optional<T> readable() {
    return this instanceof Value<T> read ? Optional.of(read.value()) : Optional.empty();
  }
}
