package dev.durward.exec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    CommandLine line = new CommandLine(command.arguments().get(0));
    for (String argument : command.arguments().subList(1, command.arguments().size())) {
      line.addArgument(argument, false);
    }
    if (command.file().isEmpty()) {
      return run(command, line);
    }
    Path file = Files.createTempFile("durward", ".txt");
    try {
      Files.writeString(file, command.file().get());
      return run(command, line.addArgument(file.toString(), false));
    } finally {
      Files.delete(file);
    }
  }

  private CommandResult run(Command command, CommandLine line)
      throws IOException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(command.timeout()).get();
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setWatchdog(watchdog);
    executor.setExitValues(null);
    executor.setStreamHandler(
        new PumpStreamHandler(output, error, new ByteArrayInputStream(command.inputBytes())));
    Ending ending = new Ending();
    executor.execute(line, environment, ending);
    int exit = ending.await(watchdog);
    if (ENDED_BY_TERMINAL.contains(exit)) {
      throw new InterruptedException(command.line());
    }
    return new CommandResult(
        exit,
        output.toByteArray(),
        error.toString(charset.get()),
        watchdog.killedProcess(),
        charset.get());
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

    int await(ExecuteWatchdog watchdog) throws IOException, InterruptedException {
      try {
        return exit.get();
      } catch (InterruptedException e) {
        watchdog.destroyProcess();
        exit.handle((code, failure) -> code).join();
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
  }
}
