package dev.durward.cli;

import dev.durward.plan.Snapshot;
import dev.durward.platform.FirewallException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The host being read while the rule files are: the two don't need each other. */
final class Reading {
  private final FutureTask<Keeper> keeper;
  private final FutureTask<Snapshot> snapshot;

  private Reading(FutureTask<Keeper> keeper, FutureTask<Snapshot> snapshot) {
    this.keeper = keeper;
    this.snapshot = snapshot;
  }

  /** Begins to read the host of the calling thread's network namespace. */
  static Reading begin(Host host, Keeper.Choice choice) {
    FutureTask<Keeper> keeper = new FutureTask<>(() -> host.keeper(choice));
    FutureTask<Snapshot> snapshot = new FutureTask<>(() -> await(keeper).backend().snapshot());
    Thread thread =
        new Thread(
            () -> {
              keeper.run();
              snapshot.run();
            },
            "durward-snapshot");
    thread.setDaemon(true);
    thread.start();
    return new Reading(keeper, snapshot);
  }

  /** Who keeps the rules, or what went wrong when that was asked. */
  Keeper keeper() throws FirewallException, InterruptedException {
    return await(keeper);
  }

  /** What was read, or what went wrong meanwhile. */
  Snapshot await() throws FirewallException, InterruptedException {
    return await(snapshot);
  }

  private static <T> T await(FutureTask<T> task) throws FirewallException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FirewallException trouble) {
        throw trouble;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
