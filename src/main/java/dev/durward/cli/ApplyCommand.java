package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.util.ArrayList;
import java.util.List;

/** {@code apply}: makes the host as the files say, whole or not at all. */
final class ApplyCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  ApplyCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options {
    @Parameter private List<String> files = new ArrayList<>();

    @Parameter(names = "--yes")
    private boolean yes;

    @Parameter(names = "--output")
    private String output = "text";

    Request request() throws UsageException {
      return new Request(Arguments.required(files), yes, Arguments.isJson(output));
    }
  }

  private record Request(List<String> files, boolean yes, boolean json) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    FirewallBackend backend = host.backend();
    Policies policies = Policies.read(request.files(), ruleFiles).checkedBy(backend);
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    Desired desired = policies.desired(backend, host.today());
    Change change = new Change(terminal, host, messages, request.yes(), request.json());
    return change.make(desired, backend);
  }
}
