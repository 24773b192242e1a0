package dev.durward.platform;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A question to the host that is asked while others are: each is a process of its own, and none
 * needs another's answer.
 *
 * @param <T> what it answers
 */
public final class Concurrent<T> {
  private final FutureTask<T> task;

  private Concurrent(Callable<T> work) {
    task = new FutureTask<>(work);
  }

  /** Begins, in a thread of its own: it inherits the caller's network namespace, a pool's not. */
  public static <T> Concurrent<T> start(Callable<T> work) {
    Concurrent<T> started = new Concurrent<>(work);
    Thread thread = new Thread(started.task, "durward-read");
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  /** The answer, or what went wrong meanwhile. */
  public T await() throws FirewallException, InterruptedException {
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
