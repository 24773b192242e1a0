package dev.durward.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.host.Reading;
import dev.durward.cli.host.Reboot;
import dev.durward.cli.host.Unfinished;
import dev.durward.cli.policy.Policies;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.journal.Past;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.persistence.Choice;
import dev.durward.report.NextBoot;
import dev.durward.report.StatusView;
import dev.durward.report.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code status}: what Durward owns on the host, and where that differs from the files. */
final class StatusCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  StatusCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--exit-code")
    private boolean exitCode;

    @Parameter(names = "--output")
    private String output = "text";

    @ParametersDelegate private Keeper.Options keeper = new Keeper.Options();

    Request request() throws UsageException {
      if (exitCode && words().isEmpty()) {
        throw new UsageException("--exit-code needs a rule file to compare with");
      }
      return new Request(List.copyOf(words()), exitCode, Arguments.isJson(output), keeper.choice());
    }
  }

  private record Request(
      List<String> files, boolean exitCode, boolean json, Keeper.Choice keeper) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    Reading reading = Reading.begin(host, request.keeper());
    Policies policies = Policies.read(request.files(), ruleFiles);
    Keeper keeper = reading.keeper();
    FirewallBackend backend = keeper.backend();
    policies = policies.checkedBy(backend);
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    HostSnapshot snapshot = reading.await();
    RouterAccess router = new RouterAccess(host);
    Desired desired = router.wanted(policies.desired(backend, host.today()), policies.ruleSets());
    Plan plan = Planner.plan(desired, router.with(backend, snapshot, desired));
    NextBoot boot = new Reboot(host, keeper, Choice.NONE).expected(snapshot);
    StatusView view =
        new StatusView(plan, !request.files().isEmpty(), last(), boot, router.grants());
    terminal.out().print(request.json() ? view.json() : view.text(new Style(terminal.colour())));
    terminal.out().flush();
    List<Diagnostic> notices = new ArrayList<>(plan.notices());
    if (keeper.isChoice()) {
      notices.add(note("rules are kept by " + keeper.title() + ": " + keeper.why()));
    }
    notices.addAll(Unfinished.notices(host));
    messages.print(notices);
    return request.exitCode() && !plan.isEmpty() ? ExitCode.DIFFERS : ExitCode.DONE;
  }

  private Optional<Past.Item> last() {
    try {
      return Past.last(host.journal());
    } catch (IOException e) {
      // Said by what looks for applies that died.
      return Optional.empty();
    }
  }

  private static Diagnostic note(String message) {
    return new Diagnostic(Severity.NOTE, Optional.empty(), message, Optional.empty());
  }
}
