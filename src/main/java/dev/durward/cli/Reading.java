package dev.durward.cli;

import dev.durward.plan.Snapshot;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The host being read while the rule files are: the two don't need each other. */
final class Reading {
  private final FutureTask<Snapshot> snapshot;

  private Reading(FutureTask<Snapshot> snapshot) {
    this.snapshot = snapshot;
  }

  /** Begins to read the host of the calling thread's network namespace. */
  static Reading begin(FirewallBackend backend) {
    FutureTask<Snapshot> task = new FutureTask<>(backend::snapshot);
    Thread thread = new Thread(task, "durward-snapshot");
    thread.setDaemon(true);
    thread.start();
    return new Reading(task);
  }

  /** What was read, or what went wrong meanwhile. */
  Snapshot await() throws FirewallException, InterruptedException {
    try {
      return snapshot.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FirewallException trouble) {
        throw trouble;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
