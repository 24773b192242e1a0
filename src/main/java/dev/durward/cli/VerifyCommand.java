package dev.durward.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.HostName;
import dev.durward.probe.Judgement.Verdict;
import dev.durward.probe.VerificationReport;
import dev.durward.report.Occasion;
import dev.durward.report.Style;
import dev.durward.report.VerificationView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code verify}: probes each rule and says whether the host is as written. */
final class VerifyCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  VerifyCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options {
    @Parameter private List<String> files = new ArrayList<>();

    @ParametersDelegate private Probing.Options probing = new Probing.Options();

    @Parameter(names = "--allow-untested")
    private boolean allowUntested;

    @Parameter(names = "--output")
    private String output = "text";

    @ParametersDelegate private Reports.Options reports = new Reports.Options();

    Request request() throws UsageException {
      return new Request(
          Arguments.required(files),
          probing.probing(),
          allowUntested,
          Arguments.isJson(output),
          reports.reports());
    }
  }

  private record Request(
      List<String> files, Probing probing, boolean allowUntested, boolean json, Reports reports) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    if (!(host instanceof LinuxHost linux)) {
      throw new FirewallException(
          FirewallException.Kind.TOOL_MISSING,
          "verify probes from Linux so far",
          "see what plan and status say, or probe this host from another one");
    }
    Policies policies = Policies.read(request.files(), ruleFiles).checkedBy(host.backend());
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    VerificationReport report =
        new Survey(terminal, linux, request.probing()).of(policies.ruleSets());
    VerificationView view = new VerificationView(report);
    terminal.out().print(request.json() ? view.json() : view.text(new Style(terminal.colour())));
    Occasion occasion = new Occasion(HostName.read(), Instant.now());
    if (!request.reports().write(report, occasion, messages)) {
      return ExitCode.UNEXPECTED;
    }
    boolean told = report.count(Verdict.UNTESTED) == 0 || request.allowUntested();
    return report.count(Verdict.FAIL) == 0 && told ? ExitCode.DONE : ExitCode.DISPROVED;
  }
}
