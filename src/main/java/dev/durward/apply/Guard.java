package dev.durward.apply;

import dev.durward.platform.FirewallException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes a signal that ends the JVM wait until this is closed: until the host is whole, and the user
 * told. A trial is broken off by the signal, and by that alone what comes after it is not.
 */
public final class Guard implements AutoCloseable {
  /**
   * A thread may lose an interrupt in a library (Commons Exec clears it when a process has just
   * ended), so it is repeated, with time between for the trial to clear up behind it.
   */
  private static final long REPEAT_MILLIS = 500;

  private final CountDownLatch whole = new CountDownLatch(1);
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::await, "durward-whole");
  private boolean signalled;
  private boolean breakable;

  private Guard() {}

  /**
   * Begins, for the calling thread.
   *
   * @throws InterruptedException if the JVM is ending already
   */
  public static Guard mount() throws InterruptedException {
    Guard guard = new Guard();
    try {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    } catch (IllegalStateException e) {
      throw new InterruptedException("the program is ending");
    }
    return guard;
  }

  /**
   * What a trial says.
   *
   * @throws InterruptedException also if a signal came, before the trial or while it ran
   */
  Optional<String> watch(Trial trial) throws FirewallException, InterruptedException {
    begin();
    Optional<String> objection;
    try {
      objection = trial.objection();
    } finally {
      end();
    }
    if (isSignalled()) {
      throw new InterruptedException();
    }
    return objection;
  }

  /** Whether a signal has come. */
  public synchronized boolean isSignalled() {
    return signalled;
  }

  private synchronized void begin() throws InterruptedException {
    if (signalled) {
      throw new InterruptedException();
    }
    breakable = true;
  }

  /** From here on the way back must not be broken off. */
  private synchronized void end() {
    breakable = false;
    if (signalled) {
      Thread.interrupted();
    }
  }

  private synchronized void signal() {
    signalled = true;
    if (breakable) {
      worker.interrupt();
    }
  }

  private void await() {
    try {
      do {
        signal();
      } while (!whole.await(REPEAT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    whole.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already; the hook has been released.
    }
  }
}
