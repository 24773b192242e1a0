package dev.durward.exec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/** Runs commands as processes of this host. */
public final class ProcessRunner implements CommandRunner {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  /** Without these, hardly a program of Windows starts. */
  private static final Set<String> NEEDED =
      Set.of("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP");

  /** Ctrl-C, or the terminal's end: SIGINT and SIGHUP reach a command and this process alike. */
  private static final Set<Integer> ENDED_BY_TERMINAL = Set.of(128 + 2, 128 + 1);

  private final Map<String, String> environment;
  private final Supplier<Charset> charset;

  private ProcessRunner(Map<String, String> environment, Supplier<Charset> charset) {
    this.environment = Map.copyOf(environment);
    this.charset = charset;
  }

  /** Of Linux: in English, and in UTF-8. */
  public ProcessRunner() {
    this(ENVIRONMENT, () -> StandardCharsets.UTF_8);
  }

  /**
   * Of Windows.
   *
   * @param environment of this process, most of which commands don't get
   * @param charset in which commands of the console write there
   */
  public static ProcessRunner ofWindows(
      Map<String, String> environment, Supplier<Charset> charset) {
    Map<String, String> kept = new HashMap<>(environment);
    kept.keySet().removeIf(name -> !NEEDED.contains(name.toUpperCase(Locale.ROOT)));
    return new ProcessRunner(kept, charset);
  }

  @Override
  public CommandResult run(Command command) throws IOException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    CommandResult result = run(command, output);
    return result.with(output.toByteArray());
  }

  @Override
  public CommandResult run(Command command, OutputStream output)
      throws IOException, InterruptedException {
    CommandLine line = line(command);
    InputStream input = new ByteArrayInputStream(command.inputBytes());
    if (command.file().isEmpty()) {
      return start(command, line, input, output).result();
    }
    Path file = Files.createTempFile("durward", ".txt");
    try {
      Files.writeString(file, command.file().get());
      return start(command, line.addArgument(file.toString(), false), input, output).result();
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public Begun begin(Command command) throws IOException {
    HeldInput input = new HeldInput(command.inputBytes());
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Running running = start(command, line(command), input, output);
    return new Begun() {
      @Override
      public CommandResult finish() throws IOException, InterruptedException {
        input.release();
        CommandResult result = running.result();
        return result.with(output.toByteArray());
      }

      @Override
      public void abandon() {
        input.cut();
        running.ending().join();
      }
    };
  }

  private static CommandLine line(Command command) {
    CommandLine line = new CommandLine(command.arguments().get(0));
    for (String argument : command.arguments().subList(1, command.arguments().size())) {
      line.addArgument(argument, false);
    }
    return line;
  }

  private Running start(Command command, CommandLine line, InputStream input, OutputStream output)
      throws IOException {
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(command.timeout()).get();
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setWatchdog(watchdog);
    executor.setExitValues(null);
    executor.setStreamHandler(new PumpStreamHandler(output, error, input));
    Ending ending = new Ending();
    executor.execute(line, environment, ending);
    return new Running(command, error, watchdog, ending, charset.get());
  }

  /** A process on its way, whose output somebody else takes. */
  private record Running(
      Command command,
      ByteArrayOutputStream error,
      ExecuteWatchdog watchdog,
      Ending ending,
      Charset charset) {
    CommandResult result() throws IOException, InterruptedException {
      int exit = ending.await(watchdog);
      if (ENDED_BY_TERMINAL.contains(exit)) {
        throw new InterruptedException(command.line());
      }
      return new CommandResult(
          exit, new byte[0], error.toString(charset), watchdog.killedProcess(), charset);
    }
  }

  /**
   * How a process ends. Commons Exec waits for it in a thread of its own: in the caller's it would
   * forget that this one was interrupted.
   */
  private static final class Ending implements ExecuteResultHandler {
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    @Override
    public void onProcessComplete(int code) {
      exit.complete(code);
    }

    @Override
    public void onProcessFailed(ExecuteException e) {
      exit.completeExceptionally(e.getCause() instanceof IOException cause ? cause : e);
    }

    /** Waits for the end, whatever it is. */
    void join() {
      exit.handle((code, failure) -> code).join();
    }

    int await(ExecuteWatchdog watchdog) throws IOException, InterruptedException {
      try {
        return exit.get();
      } catch (InterruptedException e) {
        watchdog.destroyProcess();
        join();
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
  }
}
