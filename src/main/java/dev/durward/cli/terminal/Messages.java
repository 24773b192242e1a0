package dev.durward.cli.terminal;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.platform.FirewallException;
import dev.durward.report.DiagnosticView;
import java.util.List;

/** What is said beside results, on standard error. */
public final class Messages {
  private final Terminal terminal;
  private final DiagnosticView view;

  public Messages(Terminal terminal, DiagnosticView view) {
    this.terminal = terminal;
    this.view = view;
  }

  /** Findings about files and hosts. */
  public void print(List<Diagnostic> diagnostics) {
    terminal.err().print(view.print(diagnostics));
  }

  /** Arguments that a command can't be run with. */
  public ExitCode usage(String command, String problem) {
    terminal.err().println("durward " + command + ": " + problem);
    terminal.err().println("  try: durward help");
    return ExitCode.USAGE;
  }

  /** Trouble that does not end the command. */
  public void error(String message) {
    terminal.err().println("error: " + message);
  }

  /** Trouble that ends the command, and what to do about it. */
  public ExitCode trouble(FirewallException e) {
    error(String.valueOf(e.getMessage()));
    terminal.err().println("  try: " + e.remedy());
    return switch (e.kind()) {
      case BUSY, UNRECORDED -> ExitCode.NOT_APPLIED;
      case NOT_PERMITTED, TOOL_MISSING, UNREADABLE, UNREACHABLE -> ExitCode.IMPOSSIBLE_HERE;
    };
  }
}
