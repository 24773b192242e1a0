package dev.durward.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.change.Lockout;
import dev.durward.cli.host.Dump;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.host.Reading;
import dev.durward.cli.host.Unfinished;
import dev.durward.cli.policy.Policies;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.report.PlanJson;
import dev.durward.report.PlanView;
import dev.durward.report.Style;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code plan}: what would change on the host. Changes nothing. */
final class PlanCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  PlanCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--script")
    private boolean script;

    @Parameter(names = "--exit-code")
    private boolean exitCode;

    @Parameter(names = "--output")
    private String output = "text";

    @ParametersDelegate private Keeper.Options keeper = new Keeper.Options();

    @ParametersDelegate private Lockout.Options lockout = new Lockout.Options();

    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--from6")
    private @Nullable String from6;

    Request request() throws UsageException {
      boolean json = Arguments.isJson(output);
      if (json && script) {
        throw new UsageException("--script and --output json exclude each other");
      }
      if ((from != null || from6 != null) && keeper.choice() != Keeper.Choice.AUTO) {
        throw new UsageException("--platform is about this host, and --from about another one");
      }
      return new Request(
          Arguments.required(words()),
          script,
          exitCode,
          json,
          keeper.choice(),
          lockout.terms(),
          Optional.ofNullable(from),
          Optional.ofNullable(from6));
    }
  }

  private record Request(
      List<String> files,
      boolean script,
      boolean exitCode,
      boolean json,
      Keeper.Choice keeper,
      Lockout.Terms lockout,
      Optional<String> from,
      Optional<String> from6) {
    boolean isOffline() {
      return from.isPresent() || from6.isPresent();
    }
  }

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    Optional<Dump> dump =
        request.isOffline()
            ? Optional.of(Dump.read(request.from(), request.from6()))
            : Optional.empty();
    Optional<Reading> reading =
        dump.isPresent() ? Optional.empty() : Optional.of(Reading.begin(host, request.keeper()));
    Policies policies = Policies.read(request.files(), ruleFiles);
    FirewallBackend backend =
        dump.isPresent() ? dump.get().backend(host) : reading.get().keeper().backend();
    policies = policies.checkedBy(backend);
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    HostSnapshot snapshot =
        reading.isPresent() ? reading.get().await() : dump.orElseThrow().snapshot();
    Desired desired = policies.desired(backend, host.today());
    if (!request.isOffline()) {
      RouterAccess router = new RouterAccess(host);
      desired = router.wanted(desired, policies.ruleSets());
      snapshot = router.with(backend, snapshot, desired);
    }
    Lockout lockout =
        request.isOffline()
            ? Lockout.elsewhere(request.lockout())
            : Lockout.on(host, request.lockout());
    Plan plan = lockout.judged(Planner.plan(desired, snapshot), snapshot, desired);
    print(request, plan);
    if (request.isOffline()) {
      messages.print(policies.withoutRouter());
    } else {
      messages.print(Unfinished.notices(host));
    }
    if (plan.isObstructed()) {
      return ExitCode.IMPOSSIBLE_HERE;
    }
    return request.exitCode() && !plan.isEmpty() ? ExitCode.DIFFERS : ExitCode.DONE;
  }

  private void print(Request request, Plan plan) {
    if (request.json()) {
      terminal.out().print(PlanJson.document(plan));
      return;
    }
    if (request.script()) {
      terminal.out().print(plan.before().render(plan).text());
    } else {
      terminal.out().print(new PlanView(new Style(terminal.colour())).text(plan));
    }
    terminal.out().flush();
    messages.print(plan.notices());
  }
}
