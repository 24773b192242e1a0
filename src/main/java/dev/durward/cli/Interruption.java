package dev.durward.cli;

import dev.durward.platform.host.Signals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Lets a signal that would end the process (SIGINT, SIGTERM, SIGHUP; on Windows, Ctrl-C) interrupt
 * a command instead, which then says what it has so far, and whose exit code is the process's. A
 * second one ends the process at once.
 */
final class Interruption {
  /** A command that does not heed an interrupt is not waited for any longer. */
  private static final long SECONDS = 10;

  private final Thread command = Thread.currentThread();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  private final IntConsumer halt;

  private Interruption(IntConsumer halt) {
    this.halt = halt;
  }

  /**
   * Runs a command in the calling thread.
   *
   * @param halt ends the process, whatever else is going on
   * @return its exit code; {@link System#exit} with it has no effect where a signal came
   */
  static int heededBy(IntSupplier command, IntConsumer halt) {
    Interruption interruption = new Interruption(halt);
    Thread hook = new Thread(interruption::hook, "durward-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = command.getAsInt();
    interruption.end.complete(code);
    return code;
  }

  private void hook() {
    if (end.isDone()) {
      return;
    }
    Signals.restoreDefaults();
    command.interrupt();
    try {
      // The JVM is ending already, and would with the signal's code.
      halt.accept(end.get(SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      // It ends so.
    }
  }
}
