package dev.durward.probe.verification;

import dev.durward.probe.Probe;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Predicts what becomes of probes. */
@FunctionalInterface
public interface Forecast {
  /** Where no rule of a host is known, or met. */
  Forecast NONE = () -> probes -> Collections.nCopies(probes.size(), Prediction.UNKNOWN);

  /** Predicts by what was read at one time. */
  @FunctionalInterface
  interface Outlook {
    /** What is predicted of each, in their order. */
    List<Prediction> of(List<Probe> probes);
  }

  /**
   * Reads the rules as they are now.
   *
   * @throws IOException if they can't be read
   */
  Outlook read() throws IOException, InterruptedException;
}
