package dev.durward.cli.verify;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.host.Host;
import dev.durward.cli.policy.Policies;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.policy.TrustFiles;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.platform.FirewallException;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.VerificationReport;
import dev.durward.report.Occasion;
import dev.durward.report.Style;
import dev.durward.report.VerificationView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code verify}: probes each rule and says whether the host is as written. */
public final class VerifyCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  public VerifyCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options extends Arguments.Words {
    @ParametersDelegate private Probing.Options probing = new Probing.Options();

    @Parameter(names = "--target")
    private @Nullable String target;

    @ParametersDelegate private Outreach.Options outreach = new Outreach.Options();

    @Parameter(names = "--allow-untested")
    private boolean allowUntested;

    @Parameter(names = "--output")
    private String output = "text";

    @ParametersDelegate private Reports.Options reports = new Reports.Options();

    Request request() throws UsageException {
      Outreach out = outreach.outreach();
      return new Request(
          out.isEmpty() ? Arguments.required(words()) : List.copyOf(words()),
          probing.probing(Optional.ofNullable(target)),
          out,
          allowUntested,
          Arguments.isJson(output),
          reports.reports());
    }
  }

  private record Request(
      List<String> files,
      Probing probing,
      Outreach outreach,
      boolean allowUntested,
      boolean json,
      Reports reports) {}

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    if (request.files().isEmpty()) {
      VerificationReport nothing =
          new VerificationReport(
              VerificationReport.SELF,
              VerificationReport.ITSELF,
              List.of(),
              List.of(),
              Duration.ZERO);
      return tell(request, host.name(), nothing);
    }
    Policies policies = Policies.read(request.files(), ruleFiles);
    String probed = host.name();
    if (request.probing().origin() instanceof Origin.Target target) {
      probed = target.host(); // whose platform is not known
    } else if (policies.areUsable()) {
      policies = policies.checkedBy(host.backend());
    }
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    messages.print(TrustFiles.check(policies));
    Survey survey = new Survey(terminal, host, request.probing());
    VerificationReport seen;
    try {
      seen = survey.of(policies.ruleSets());
    } catch (InterruptedException e) {
      messages.error("interrupted before anything was seen; nothing was left on this host");
      return ExitCode.DISPROVED;
    }
    return tell(request, probed, seen);
  }

  private ExitCode tell(Request request, String probed, VerificationReport inbound)
      throws FirewallException {
    Duration timeout = request.probing().patience().timeout();
    VerificationReport report = request.outreach().addTo(inbound, timeout, System.getenv());
    Thread.interrupted(); // what was seen is still to be said
    VerificationView view = new VerificationView(report);
    if (request.json()) {
      view.printJson(terminal.out());
    } else {
      terminal.out().print(view.text(new Style(terminal.colour())));
    }
    Occasion occasion = new Occasion(probed, Instant.now());
    if (!request.reports().write(report, occasion, messages)) {
      return ExitCode.UNEXPECTED;
    }
    boolean told =
        report.complete() && (report.count(Verdict.UNTESTED) == 0 || request.allowUntested());
    return report.count(Verdict.FAIL) == 0 && told ? ExitCode.DONE : ExitCode.DISPROVED;
  }
}
