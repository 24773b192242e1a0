package dev.durward.probe;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Where probes come from. */
public interface Vantage {
  /** Its name in reports: {@code self}, {@code netns}. */
  String name();

  /** Why probes come from there, or what can be told from there; without a full stop. */
  String standpoint();

  /**
   * Sends probes to the network namespace of the calling thread.
   *
   * @return what each saw, in the order of the probes. If the calling thread was interrupted, those
   *     that had no answer until then are {@link Observation#INTERRUPTED}, and it is interrupted
   *     still
   * @throws IOException if no probe could be sent at all
   * @throws InterruptedException if the calling thread was interrupted and nothing is known yet
   */
  List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException;

  /** Opens connections to ports of the host. */
  @FunctionalInterface
  interface Dialler {
    /**
     * Opens one; whoever asks closes it.
     *
     * @param timeout until it is open
     */
    Socket dial(Endpoint target, Duration timeout) throws IOException;
  }

  /**
   * Lets connections be opened on the way that a probe takes.
   *
   * @param talk what is done over them, by the calling thread or another one; when the calling
   *     thread is interrupted, they are closed
   * @throws IOException if there is no such way
   */
  <T> T along(Probe probe, Function<Dialler, T> talk) throws IOException, InterruptedException;
}
