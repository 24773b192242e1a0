package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.policy.ForeignWriters;
import dev.durward.cli.policy.Policies;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.journal.Cause;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code remove}: takes away what policies own. */
public final class RemoveCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  public RemoveCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--policy")
    private List<String> policies = new ArrayList<>();

    @Parameter(names = ForeignWriters.OVERRIDE)
    private boolean insecureFile;

    @ParametersDelegate private ChangeOptions change = new ChangeOptions();

    Request request() throws UsageException {
      if (words().isEmpty() && policies.isEmpty()) {
        throw new UsageException("name a rule file, or --policy NAME");
      }
      return new Request(
          List.copyOf(words()), List.copyOf(policies), insecureFile, change.wish(false));
    }
  }

  private record Request(
      List<String> files, List<String> policies, boolean insecureFile, ChangeOptions.Wish wish) {}

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    Policies read = Policies.read(request.files(), ruleFiles);
    if (!request.insecureFile()) {
      read = read.keptFrom(ForeignWriters.ofProcess(System.getenv()));
    }
    messages.print(read.findings());
    if (!read.areUsable()) {
      terminal.err().println("  or: name the policy itself with --policy NAME");
      return ExitCode.UNUSABLE_FILE;
    }
    Set<String> policies = new HashSet<>(request.policies());
    read.ruleSets().forEach(rules -> policies.add(rules.policy()));
    Desired nothing = new Desired(policies, List.of(), "its policy is being removed", read::place);
    Keeper keeper = host.keeper(request.wish().keeper());
    Cause cause =
        new Cause(
            Cause.Kind.REMOVE,
            host.user(),
            keeper.choice().word(),
            read.sources(),
            Optional.empty());
    return request
        .wish()
        .change(terminal, host, messages, keeper, Optional.empty())
        .make(() -> new Order(nothing, cause), keeper.backend());
  }
}
