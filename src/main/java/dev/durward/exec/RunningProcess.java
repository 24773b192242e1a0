package dev.durward.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs beside this one, in the network namespace of the thread that started it, and
 * with this process's own environment. Its standard error is drained all the time.
 */
public final class RunningProcess implements AutoCloseable {
  private static final int MOST_ERROR = 64 * 1024;
  private static final long END_MILLIS = 2_000;

  private final Process process;
  private final Thread drain;
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  private RunningProcess(Process process) {
    this.process = process;
    this.drain = new Thread(this::drain, "durward-standard-error");
    drain.setDaemon(true);
    drain.start();
  }

  /**
   * Starts one, without a shell.
   *
   * @param arguments as of {@link Command}
   * @param environment what is set in it beside this process's own
   * @throws IOException if it could not be started
   */
  public static RunningProcess start(List<String> arguments, Map<String, String> environment)
      throws IOException {
    Command command = Command.of(arguments.toArray(String[]::new));
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.environment().putAll(environment);
    return new RunningProcess(builder.start());
  }

  private void drain() {
    byte[] some = new byte[4096];
    try (InputStream stream = process.getErrorStream()) {
      for (int read = stream.read(some); read >= 0; read = stream.read(some)) {
        synchronized (error) {
          error.write(some, 0, Math.min(read, MOST_ERROR - error.size()));
        }
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  /** Its standard input. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Its standard output. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** What it has written on standard error; all of it, up to 64 KB, if it has ended. */
  public String error() throws InterruptedException {
    if (process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
      drain.join(END_MILLIS);
    }
    synchronized (error) {
      return error.toString(StandardCharsets.UTF_8);
    }
  }

  /** Ends it, at last by force; also when the thread is interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    process.destroy();
    try {
      if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
