package dev.durward.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.HostName;
import dev.durward.platform.host.HostNetworkReader;
import dev.durward.platform.host.Listeners;
import dev.durward.platform.host.NetnsVantage;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.probe.Derivation;
import dev.durward.probe.Judgement.Verdict;
import dev.durward.probe.Patience;
import dev.durward.probe.Probes;
import dev.durward.probe.Progress;
import dev.durward.probe.RuleCounters;
import dev.durward.probe.Sampling;
import dev.durward.probe.SelfVantage;
import dev.durward.probe.Vantage;
import dev.durward.probe.Verification;
import dev.durward.probe.VerificationReport;
import dev.durward.probe.tls.ServiceVerification;
import dev.durward.report.Occasion;
import dev.durward.report.Style;
import dev.durward.report.VerificationView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code verify}: probes each rule and says whether the host is as written. */
final class VerifyCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;

  VerifyCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
  }

  private static final class Options {
    @Parameter private List<String> files = new ArrayList<>();

    @Parameter(names = "--vantage")
    private String vantage = "auto";

    @Parameter(names = "--listen")
    private boolean listen;

    @Parameter(names = "--all-ports")
    private boolean allPorts;

    @Parameter(names = "--allow-untested")
    private boolean allowUntested;

    @Parameter(names = "--timeout")
    private String timeout = "2";

    @Parameter(names = "--output")
    private String output = "text";

    @ParametersDelegate private Reports.Options reports = new Reports.Options();

    Request request() throws UsageException {
      VantageName name =
          switch (vantage) {
            case "auto" -> VantageName.AUTO;
            case "netns" -> VantageName.NETNS;
            case "self" -> VantageName.SELF;
            default -> throw new UsageException("--vantage is auto, netns or self, not " + vantage);
          };
      if (!timeout.matches("[1-9][0-9]?")) {
        throw new UsageException("--timeout is 1 to 99 seconds, not " + timeout);
      }
      return new Request(
          Arguments.required(files),
          name,
          listen,
          allPorts ? Sampling.ALL_PORTS : Sampling.ENDS_AND_MIDDLE,
          allowUntested,
          new Patience(Duration.ofSeconds(Integer.parseInt(timeout)), 2),
          Arguments.isJson(output),
          reports.reports());
    }
  }

  private enum VantageName {
    /** The throw-away namespace where it can be made, otherwise the host itself. */
    AUTO,
    NETNS,
    SELF
  }

  private record Request(
      List<String> files,
      VantageName vantage,
      boolean listen,
      Sampling sampling,
      boolean allowUntested,
      Patience patience,
      boolean json,
      Reports reports) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    if (!(host instanceof LinuxHost linux)) {
      throw new FirewallException(
          FirewallException.Kind.TOOL_MISSING,
          "verify probes from Linux so far",
          "see what plan and status say, or probe this host from another one");
    }
    Policies policies = Policies.read(request.files()).checkedBy(host.backend());
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    Derivation derived =
        Probes.derive(
            policies.ruleSets(),
            host.today(),
            new HostNetworkReader(host.runner()).read(),
            request.sampling());
    List<RuleSet> sets =
        policies.ruleSets().stream().map(set -> set.inForce(Platform.LINUX, host.today())).toList();
    VerificationReport report = watched(linux, request, sets, derived);
    VerificationView view = new VerificationView(report);
    terminal.out().print(request.json() ? view.json() : view.text(new Style(terminal.colour())));
    Occasion occasion = new Occasion(HostName.read(), Instant.now());
    if (!request.reports().write(report, occasion, messages)) {
      return ExitCode.UNEXPECTED;
    }
    boolean told = report.count(Verdict.UNTESTED) == 0 || request.allowUntested();
    return report.count(Verdict.FAIL) == 0 && told ? ExitCode.DONE : ExitCode.DISPROVED;
  }

  private VerificationReport watched(
      LinuxHost linux, Request request, List<RuleSet> sets, Derivation derived)
      throws FirewallException, InterruptedException {
    if (!terminal.canAsk()) {
      return observe(linux, request, sets, derived, Progress.NONE);
    }
    try (ProgressLine line = ProgressLine.on(terminal.err(), ProgressLine.USUAL_DELAY)) {
      return observe(linux, request, sets, derived, line);
    }
  }

  private VerificationReport observe(
      LinuxHost linux, Request request, List<RuleSet> sets, Derivation derived, Progress progress)
      throws FirewallException, InterruptedException {
    Verification.Options options =
        new Verification.Options(request.patience(), request.listen(), progress);
    Listeners listeners = new Listeners();
    boolean mayMakeNamespace =
        linux.capabilities().get().netAdmin() && linux.capabilities().get().sysAdmin();
    try {
      if (request.vantage() == VantageName.SELF
          || (request.vantage() == VantageName.AUTO && !mayMakeNamespace)) {
        SelfVantage self = new SelfVantage(listeners);
        return verify(self, RuleCounters.NONE, listeners, options, sets, derived);
      }
      IptablesBackend backend = linux.backend();
      try (NetnsVantage netns = NetnsVantage.open(host.runner())) {
        return verify(netns, backend::counters, listeners, options, sets, derived);
      }
    } catch (IOException e) {
      throw new FirewallException(
          FirewallException.Kind.UNREADABLE,
          "no probe could be sent: " + e.getMessage(),
          "look at the network of this host, or try --vantage self");
    }
  }

  /** The ports, and then, where a rule says what is expected there, the services behind them. */
  private static VerificationReport verify(
      Vantage vantage,
      RuleCounters counters,
      Listeners listeners,
      Verification.Options options,
      List<RuleSet> sets,
      Derivation derived)
      throws IOException, InterruptedException {
    VerificationReport report =
        new Verification(vantage, counters, listeners, options).run(derived);
    boolean asked =
        sets.stream()
            .flatMap(set -> set.rules().stream())
            .anyMatch(ServiceVerification::isAskedFor);
    if (!asked) {
      return report;
    }
    Duration timeout = options.patience().timeout();
    return report.with(
        ServiceVerification.of(vantage, timeout, Instant.now()).run(sets, derived.probes()));
  }
}
