package dev.durward.cli;

import dev.durward.cli.host.Host;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Entry point. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.ofProcess(environment);
    boolean stoppable = arguments.length > 0 && arguments[0].equals("verify");
    System.exit(
        stoppable
            ? Interruption.heededBy(
                () -> run(arguments, terminal, environment), Runtime.getRuntime()::halt)
            : run(arguments, terminal, environment));
  }

  /** Runs one command; its exit code. */
  static int run(String[] arguments, Terminal terminal, Map<String, String> environment) {
    int code;
    try {
      // Before all else: nothing takes longer.
      RuleFiles files = RuleFiles.begin(List.of(arguments));
      code = new Cli(terminal, Host.ofProcess(environment), files).run(arguments).code();
    } catch (RuntimeException | Error bug) {
      code = ExitCode.UNEXPECTED.code();
      report(bug, terminal.err(), environment);
    }
    terminal.out().flush();
    return code;
  }

  private static void report(Throwable bug, PrintStream err, Map<String, String> environment) {
    err.println("durward: unexpected failure: " + bug);
    if (environment.getOrDefault("DURWARD_DEBUG", "").isEmpty()) {
      err.println("  this is a bug; set DURWARD_DEBUG=1 to see where, and report it");
    } else {
      bug.printStackTrace(err);
    }
  }
}
