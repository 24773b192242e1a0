package dev.durward.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of an apply.
 *
 * @param ended when that was known
 * @param why it is not applied, or how else it came to this; empty if it went as planned
 * @param verification what the probes of {@code --verify} came to
 */
public record Ending(State state, Instant ended, String why, Optional<Verification> verification) {
  /** How it ended. */
  public enum State {
    /** The host is as it wanted. */
    APPLIED,
    /** The host is as before. */
    ROLLED_BACK,
    /** The host is neither. */
    BROKEN;

    /** {@code applied}, {@code rolled-back}, {@code broken}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How many results of probes had which verdict. */
  public record Verification(int passed, int failed, int untested) {}

  /** Without probes. */
  public Ending(State state, Instant ended, String why) {
    this(state, ended, why, Optional.empty());
  }
}
