package dev.durward.exec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.Executor;
import org.apache.commons.exec.PumpStreamHandler;

/** Runs commands as processes of this host. */
public final class ProcessRunner implements CommandRunner {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  @Override
  public CommandResult run(Command command) throws IOException, InterruptedException {
    CommandLine line = new CommandLine(command.arguments().get(0));
    for (String argument : command.arguments().subList(1, command.arguments().size())) {
      line.addArgument(argument, false);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(command.timeout()).get();
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setWatchdog(watchdog);
    executor.setExitValues(null);
    executor.setStreamHandler(
        new PumpStreamHandler(output, error, new ByteArrayInputStream(command.inputBytes())));
    int exit = executor.execute(line, ENVIRONMENT);
    if (exit == Executor.INVALID_EXITVALUE) {
      // Commons Exec kills the process when its caller is interrupted, and keeps silent about it.
      throw new InterruptedException(command.line());
    }
    return new CommandResult(
        exit,
        output.toByteArray(),
        error.toString(StandardCharsets.UTF_8),
        watchdog.killedProcess());
  }
}
