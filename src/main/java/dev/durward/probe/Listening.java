package dev.durward.probe;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a socket waits at a target.
 *
 * @param state whether one does
 * @param owner finds out whose it is, if that can be known
 */
public record Listening(State state, Supplier<Optional<String>> owner) {
  /** No socket does. */
  public static final Listening NOBODY = new Listening(State.NOBODY, Optional::empty);

  /** A listener of the verification itself. */
  public static final Listening OWN =
      new Listening(State.SOMEBODY, () -> Optional.of("a listener of this run"));

  /** On another host. */
  public static final Listening UNKNOWN = new Listening(State.UNKNOWN, Optional::empty);

  /** Whether one does. */
  public enum State {
    SOMEBODY,
    /** An IPv6 socket that may take IPv4 or not. */
    PERHAPS,
    NOBODY,
    UNKNOWN
  }

  /** Whether one surely does. */
  public boolean isSure() {
    return state == State.SOMEBODY;
  }

  /** {@code nginx (pid 812)}, or {@code something}. */
  public String who() {
    return owner.get().orElse("something");
  }
}
