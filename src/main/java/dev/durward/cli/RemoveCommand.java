package dev.durward.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code remove}: takes away what policies own. */
final class RemoveCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  RemoveCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options {
    @Parameter private List<String> files = new ArrayList<>();

    @Parameter(names = "--policy")
    private List<String> policies = new ArrayList<>();

    @Parameter(names = "--yes")
    private boolean yes;

    @Parameter(names = "--output")
    private String output = "text";

    @ParametersDelegate private Keeper.Options keeper = new Keeper.Options();

    @ParametersDelegate private Lockout.Options lockout = new Lockout.Options();

    Request request() throws UsageException {
      if (files.isEmpty() && policies.isEmpty()) {
        throw new UsageException("name a rule file, or --policy NAME");
      }
      return new Request(
          List.copyOf(files),
          List.copyOf(policies),
          yes,
          Arguments.isJson(output),
          keeper.choice(),
          lockout.terms());
    }
  }

  private record Request(
      List<String> files,
      List<String> policies,
      boolean yes,
      boolean json,
      Keeper.Choice keeper,
      Lockout.Terms lockout) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    Policies read = Policies.read(request.files(), ruleFiles);
    messages.print(read.findings());
    if (!read.areUsable()) {
      terminal.err().println("  or: name the policy itself with --policy NAME");
      return ExitCode.UNUSABLE_FILE;
    }
    Set<String> policies = new HashSet<>(request.policies());
    read.ruleSets().forEach(rules -> policies.add(rules.policy()));
    Desired nothing = new Desired(policies, List.of(), "its policy is being removed", read::place);
    Lockout lockout = Lockout.on(host, request.lockout());
    ChangeTeller teller = new ChangeTeller(terminal, messages, request.json());
    Change change = new Change(terminal, host, request.yes(), lockout, teller, Optional.empty());
    return change.make(nothing, host.keeper(request.keeper()).backend());
  }
}
