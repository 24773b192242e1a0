package dev.durward.diagnostic;

import java.util.Optional;

/**
 * A finding for the user.
 *
 * @param severity how grave it is
 * @param place where in the user's text, if it is about a place there
 * @param message what is wrong and why, one sentence without a full stop
 * @param proposal what to do next, one sentence without a full stop
 */
public record Diagnostic(
    Severity severity, Optional<Place> place, String message, Optional<String> proposal) {
  public Diagnostic {
    if (message.isBlank()) {
      throw new IllegalArgumentException("a diagnostic says what is wrong");
    }
  }

  /** An error at a place, with a proposal. */
  public static Diagnostic error(Place place, String message, String proposal) {
    return new Diagnostic(Severity.ERROR, Optional.of(place), message, Optional.of(proposal));
  }

  /** A warning at a place, with a proposal. */
  public static Diagnostic warning(Place place, String message, String proposal) {
    return new Diagnostic(Severity.WARNING, Optional.of(place), message, Optional.of(proposal));
  }

  /** A note at a place. */
  public static Diagnostic note(Place place, String message) {
    return new Diagnostic(Severity.NOTE, Optional.of(place), message, Optional.empty());
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
