package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.policy.ForeignWriters;
import dev.durward.cli.policy.Policies;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.policy.TrustFiles;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.cli.verify.Survey;
import dev.durward.journal.Cause;
import dev.durward.plan.Desired;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.util.List;
import java.util.Optional;

/** {@code apply}: makes the host as the files say, whole or not at all. */
public final class ApplyCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  public ApplyCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = ForeignWriters.OVERRIDE)
    private boolean insecureFile;

    @ParametersDelegate private ChangeOptions change = new ChangeOptions();

    @Parameter(names = Confirm.BY_PROBE)
    private boolean confirmByProbe;

    @ParametersDelegate private Proof.Options proof = new Proof.Options();

    Request request(List<String> arguments) throws UsageException {
      Optional<Proof.Terms> terms = proof.terms();
      for (String option : Arguments.options(arguments)) {
        if (terms.isEmpty() && Proof.Options.NAMES.contains(option)) {
          throw new UsageException(option + " says how to verify: add --verify");
        }
      }
      return new Request(
          Arguments.required(words()), insecureFile, change.wish(confirmByProbe), terms);
    }
  }

  private record Request(
      List<String> files,
      boolean insecureFile,
      ChangeOptions.Wish wish,
      Optional<Proof.Terms> terms) {}

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request(arguments);
    // The host is asked while the files are read.
    Concurrent<Keeper> asked = Concurrent.start(() -> host.keeper(request.wish().keeper()));
    Policies read = Policies.read(request.files(), ruleFiles);
    if (!request.insecureFile()) {
      read = read.keptFrom(ForeignWriters.ofProcess(System.getenv()));
    }
    if (!read.areUsable()) {
      messages.print(read.findings());
      return ExitCode.UNUSABLE_FILE;
    }
    Keeper keeper = asked.await();
    FirewallBackend backend = keeper.backend();
    Policies policies = read.checkedBy(backend);
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    Optional<Proof> proof = Optional.empty();
    if (request.terms().isPresent()) {
      messages.print(TrustFiles.check(policies));
      proof = Optional.of(proof(request.terms().get(), policies));
    }
    Cause cause =
        new Cause(
            Cause.Kind.APPLY,
            host.user(),
            keeper.choice().word(),
            policies.sources(),
            Optional.empty());
    return request
        .wish()
        .change(terminal, host, messages, keeper, proof)
        .make(() -> new Order(desired(policies, backend), cause), backend);
  }

  private Desired desired(Policies policies, FirewallBackend backend) {
    return new RouterAccess(host)
        .wanted(policies.desired(backend, host.today()), policies.ruleSets());
  }

  private Proof proof(Proof.Terms terms, Policies policies) throws FirewallException {
    Survey survey = Survey.on(host, terminal, terms.probing());
    return new Proof(host.name(), survey, policies.ruleSets(), terms, messages);
  }
}
