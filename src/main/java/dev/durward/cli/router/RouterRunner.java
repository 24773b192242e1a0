package dev.durward.cli.router;

import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.platform.FirewallException;
import dev.durward.router.Forwarder;
import dev.durward.router.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs commands; those that call Durward itself for the router, as plans have them, in this
 * process: it holds the lock already.
 *
 * @param others runs the others
 */
record RouterRunner(CommandRunner others, Forwarder forwarder) implements CommandRunner {
  private static final String PROGRAM =
      System.getProperty(
          "durward.program",
          File.separatorChar == '\\'
              ? "C:\\Program Files\\Durward\\durward.cmd"
              : "/usr/local/bin/durward");

  /** The launcher of this process, by its full path. */
  static String program() {
    return PROGRAM;
  }

  @Override
  public CommandResult run(Command command) throws IOException, InterruptedException {
    List<String> words = command.arguments();
    return words.size() > 2 && words.get(0).equals(PROGRAM) && words.get(1).equals("router")
        ? asked(words.subList(2, words.size()))
        : others.run(command);
  }

  private CommandResult asked(List<String> words) throws IOException, InterruptedException {
    try {
      Outcome outcome = RouterOrder.parse(words).carryOut(forwarder);
      boolean isDone = RouterWords.isDone(outcome);
      String said = RouterWords.of(outcome);
      return new CommandResult(
          isDone ? ExitCode.DONE.code() : ExitCode.NOT_APPLIED.code(),
          (isDone ? said : "").getBytes(StandardCharsets.UTF_8),
          isDone ? "" : said,
          false);
    } catch (UsageException e) {
      throw new IllegalStateException("a plan has commands that can be run", e);
    } catch (FirewallException e) {
      throw new IOException(e.getMessage() + "; " + e.remedy(), e);
    }
  }
}
