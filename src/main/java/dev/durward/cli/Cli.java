package dev.durward.cli;

import dev.durward.cli.change.ApplyCommand;
import dev.durward.cli.change.ConfirmCommand;
import dev.durward.cli.change.RemoveCommand;
import dev.durward.cli.change.RollbackCommand;
import dev.durward.cli.examination.DoctorCommand;
import dev.durward.cli.examination.ExplainCommand;
import dev.durward.cli.host.Host;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.router.RouterCommand;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.cli.verify.VerifyCommand;
import dev.durward.platform.FirewallException;
import dev.durward.report.DiagnosticView;
import java.util.List;
import java.util.Set;

/** The command line: finds the command, runs it, and turns what happened into an exit code. */
public final class Cli {
  private static final Set<String> HELP = Set.of("help", "--help", "-h");

  private final Terminal terminal;
  private final Host host;
  private final RuleFiles files;
  private final Messages messages;

  /**
   * @param files those among the arguments of the command
   */
  public Cli(Terminal terminal, Host host, RuleFiles files) {
    this.terminal = terminal;
    this.host = host;
    this.files = files;
    this.messages = new Messages(terminal, new DiagnosticView(false));
  }

  /** Runs one command. */
  public ExitCode run(String... arguments) {
    List<String> words = List.of(arguments);
    if (words.isEmpty()) {
      terminal.err().print(Help.overview());
      return ExitCode.USAGE;
    }
    String name = words.get(0);
    List<String> rest = words.subList(1, words.size());
    try {
      if (HELP.contains(name)) {
        return help(rest);
      }
      if (rest.stream().anyMatch(word -> word.equals("--help") || word.equals("-h"))) {
        return help(List.of(name));
      }
      ExitCode code = command(name, rest);
      terminal.out().flush();
      if (terminal.out().checkError()) {
        terminal.err().println("error: the result could not be written to standard output");
        return ExitCode.UNEXPECTED;
      }
      return code;
    } catch (UsageException e) {
      return messages.usage(name, String.valueOf(e.getMessage()));
    } catch (FirewallException e) {
      return messages.trouble(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      terminal.err().println("error: interrupted");
      return ExitCode.UNEXPECTED;
    }
  }

  private ExitCode command(String name, List<String> rest)
      throws UsageException, FirewallException, InterruptedException {
    return switch (name) {
      case "plan" -> new PlanCommand(terminal, host, messages, files).run(rest);
      case "apply" -> new ApplyCommand(terminal, host, messages, files).run(rest);
      case "remove" -> new RemoveCommand(terminal, host, messages, files).run(rest);
      case "status" -> new StatusCommand(terminal, host, messages, files).run(rest);
      case "render" -> new RenderCommand(terminal, host, messages, files).run(rest);
      case "verify" -> new VerifyCommand(terminal, host, messages, files).run(rest);
      case "explain" -> new ExplainCommand(terminal, host, messages).run(rest);
      case "import" -> new ImportCommand(terminal, host).run(rest);
      case "confirm" -> new ConfirmCommand(terminal, host, messages).run(rest);
      case "history" -> new HistoryCommand(terminal, host, messages).run(rest);
      case "rollback" -> new RollbackCommand(terminal, host, messages).run(rest);
      case "router" -> new RouterCommand(terminal, host, messages).run(rest);
      case "doctor" -> new DoctorCommand(terminal, host).run(rest);
      case "version", "--version" -> version();
      default -> throw new UsageException("no such command");
    };
  }

  private ExitCode help(List<String> rest) throws UsageException {
    String text = rest.isEmpty() ? Help.overview() : Help.of(rest.get(0));
    terminal.out().print(text);
    return ExitCode.DONE;
  }

  private ExitCode version() {
    String version = Cli.class.getPackage().getImplementationVersion();
    terminal.out().println("durward " + (version == null ? "(not packaged)" : version));
    return ExitCode.DONE;
  }
}
