package dev.durward.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when a verification was made.
 *
 * @param host the name of the host whose ports were probed
 * @param end when the last probe was judged; kept to the second
 */
public record Occasion(String host, Instant end) {
  public Occasion {
    end = end.truncatedTo(ChronoUnit.SECONDS);
  }
}
