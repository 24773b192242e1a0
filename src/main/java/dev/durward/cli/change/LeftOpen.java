package dev.durward.cli.change;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import java.util.List;
import java.util.Optional;

/** Connections that a change which stands was to end, and didn't. */
final class LeftOpen {
  private LeftOpen() {}

  /**
   * Tells of them.
   *
   * @param open the commands that did not end theirs, each with the reason
   */
  static List<Diagnostic> notices(List<String> open) {
    return open.stream()
        .map(
            each ->
                new Diagnostic(
                    Severity.WARNING,
                    Optional.empty(),
                    "the change stands, but connections that it refuses go on: " + each,
                    Optional.of("run that command again, or restart the services that hold them")))
        .toList();
  }
}
