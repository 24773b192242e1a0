package dev.durward.cli.examination;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.LinuxHost;
import dev.durward.cli.host.Unfinished;
import dev.durward.cli.host.WindowsHost;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.router.RouterTimer;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.platform.FirewallException;
import dev.durward.report.DoctorView;
import dev.durward.report.Finding;
import dev.durward.report.Finding.State;
import dev.durward.report.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code doctor}: what this host has, and what follows from it. */
public final class DoctorCommand {
  private final Terminal terminal;
  private final Host host;

  public DoctorCommand(Terminal terminal, Host host) {
    this.terminal = terminal;
    this.host = host;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--output")
    private String output = "text";
  }

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments) throws UsageException, InterruptedException {
    Options options = Arguments.parse(new Options(), arguments);
    Arguments.none(options.words());
    boolean json = Arguments.isJson(options.output);
    List<Finding> findings = new ArrayList<>();
    String java = Runtime.version() + ", " + System.getProperty("java.vendor");
    findings.add(Finding.of(State.OK, "java", java));
    findings.addAll(
        host instanceof LinuxHost linux
            ? new LinuxExamination(linux).findings()
            : new WindowsExamination((WindowsHost) host).findings());
    for (Diagnostic notice : Unfinished.notices(host)) {
      findings.add(new Finding(State.WARNING, "journal", notice.message(), notice.proposal()));
    }
    router().ifPresent(findings::add);
    DoctorView view = new DoctorView(findings);
    terminal.out().print(json ? view.json() : view.text(new Style(terminal.colour())));
    return view.isWell() ? ExitCode.DONE : ExitCode.IMPOSSIBLE_HERE;
  }

  /** What routers have given, and whether it is kept. */
  private Optional<Finding> router() {
    try {
      return new RouterTimer(host).finding(new RouterAccess(host).grants());
    } catch (FirewallException e) {
      return Optional.of(
          Finding.of(State.WARNING, "router", String.valueOf(e.getMessage()), e.remedy()));
    }
  }
}
