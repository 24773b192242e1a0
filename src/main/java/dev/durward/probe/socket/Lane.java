package dev.durward.probe.socket;

import dev.durward.probe.Observation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A flight in a thread of its own, in the network namespace of the thread that starts it. */
final class Lane {
  private final FutureTask<List<Observation>> task;
  private final Thread thread;

  Lane(Flight flight) {
    this.task = new FutureTask<>(flight::run);
    this.thread = new Thread(task, "probes");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits for its end.
   *
   * @return what its probes saw. If the calling thread is interrupted, so is the flight, and the
   *     calling thread still
   */
  List<Observation> seen() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        if (interrupted) {
          thread.interrupt();
        }
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends it, whatever it is at. */
  void stop() {
    thread.interrupt();
  }
}
