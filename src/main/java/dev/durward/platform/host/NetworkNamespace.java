package dev.durward.platform.host;

import com.sun.jna.LastErrorException;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network namespace without a name, that one thread of this process keeps alive
 * (network_namespaces(7)). What runs in that thread runs in the namespace: sockets that it opens,
 * processes that it starts, what it reads below {@code /proc/thread-self/net}. It is empty but for
 * a loopback interface that is down.
 *
 * <p>The kernel takes it away, and each veth pair with an end in it, when its last thread and
 * process have ended, however they did. A thread belongs to the namespace of the thread that
 * started it: a job must start none that outlives it. (Java's own reaper of a process that a job
 * started may keep the empty namespace for a minute.)
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final Path THREAD = Path.of("/proc/thread-self");
  private static final long END_SECONDS = 10;

  private final ExecutorService thread;
  private final Path path;

  private NetworkNamespace(ExecutorService thread, Path path) {
    this.thread = thread;
    this.path = path;
  }

  /**
   * What runs in a namespace.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Job<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Makes a namespace.
   *
   * @throws FirewallException if this process must not, or can't
   */
  public static NetworkNamespace create() throws FirewallException, InterruptedException {
    Capabilities capabilities = Capabilities.current();
    if (!capabilities.sysAdmin() || !capabilities.netAdmin()) {
      throw notPermitted("CAP_SYS_ADMIN and CAP_NET_ADMIN are needed");
    }
    try {
      LinuxCalls.load();
    } catch (LinkageError e) {
      throw new FirewallException(
          Kind.TOOL_MISSING,
          "JNA's native library could not be loaded: " + e.getMessage(),
          "point jna.tmpdir to a directory from which programs may be run");
    }
    ExecutorService thread = Executors.newSingleThreadExecutor(onlyOnce());
    try {
      Path path = call(thread, NetworkNamespace::enter);
      return new NetworkNamespace(thread, path);
    } catch (LastErrorException | IOException e) {
      thread.shutdownNow();
      throw notPermitted(String.valueOf(e.getMessage()));
    }
  }

  private static FirewallException notPermitted(String reason) {
    return new FirewallException(
        Kind.NOT_PERMITTED,
        "a network namespace can't be made: " + reason,
        "run it as root, outside of an unprivileged container");
  }

  /** A second thread would be in the wrong namespace. */
  private static ThreadFactory onlyOnce() {
    AtomicBoolean made = new AtomicBoolean();
    return job -> {
      if (made.getAndSet(true)) {
        throw new IllegalStateException("the namespace's thread has ended");
      }
      Thread thread = new Thread(job, "network namespace");
      thread.setDaemon(true);
      return thread;
    };
  }

  private static Path enter() throws IOException {
    LinuxCalls.unshare(LinuxCalls.CLONE_NEWNET);
    return Path.of("/proc").resolve(Files.readSymbolicLink(THREAD));
  }

  /**
   * Runs a job in the namespace, one at a time.
   *
   * @return what comes of it; if the calling thread was interrupted, so was the job, and the
   *     calling thread is interrupted still
   * @throws InterruptedException if the job, interrupted, threw that
   */
  public <T> T call(Job<T> job) throws IOException, InterruptedException {
    return call(thread, job);
  }

  private static <T> T call(ExecutorService thread, Job<T> job)
      throws IOException, InterruptedException {
    CompletableFuture<Thread> begun = new CompletableFuture<>();
    Future<T> future =
        thread.submit(
            () -> {
              begun.complete(Thread.currentThread());
              return job.run();
            });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
          begun.join().interrupt();
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof InterruptedException end) {
        interrupted = false;
        throw end;
      }
      if (cause instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The thread's id, as {@code ip link set LINK netns} takes it. */
  public int threadId() {
    return Integer.parseInt(path.getFileName().toString());
  }

  /** The file that stands for it, as {@code nsenter --net=} takes it. */
  public Path file() {
    return path.resolve("ns/net");
  }

  /** Ends the thread; a job that runs is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
