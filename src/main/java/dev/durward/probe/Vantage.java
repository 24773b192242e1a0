package dev.durward.probe;

import java.io.IOException;
import java.util.List;

/** Where probes come from. */
public interface Vantage {
  /** Its name in reports: {@code self}, {@code netns}. */
  String name();

  /**
   * Sends probes to the network namespace of the calling thread.
   *
   * @return what each saw, in the order of the probes
   * @throws IOException if no probe could be sent at all
   */
  List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException;
}
