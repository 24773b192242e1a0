package dev.durward.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    @ParametersDelegate private Keeper.Options keeper = new Keeper.Options();

    @ParametersDelegate private Lockout.Options lockout = new Lockout.Options();

    @ParametersDelegate private Proof.Options proof = new Proof.Options();

    Request request(List<String> arguments) throws UsageException {
      Optional<Proof.Terms> terms = proof.terms();
      for (String option : Arguments.options(arguments)) {
        if (terms.isEmpty() && !OWN.contains(option)) {
          throw new UsageException(option + " says how to verify: add --verify");
        }
      }
      return new Request(
          Arguments.required(files),
          yes,
          Arguments.isJson(output),
          keeper.choice(),
          lockout.terms(),
          terms);
    }
  }

  /** The options that make sense without {@code --verify}. */
  private static final Set<String> OWN =
      Set.of("--yes", "--output", "--platform", "--protect", "--allow-lockout");

  private record Request(
      List<String> files,
      boolean yes,
      boolean json,
      Keeper.Choice keeper,
      Lockout.Terms lockout,
      Optional<Proof.Terms> terms) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request(arguments);
    Policies policies = Policies.read(request.files(), ruleFiles);
    if (!policies.areUsable()) {
      messages.print(policies.findings());
      return ExitCode.UNUSABLE_FILE;
    }
    FirewallBackend backend = host.keeper(request.keeper()).backend();
    policies = policies.checkedBy(backend);
    messages.print(policies.findings());
    if (!policies.areUsable()) {
      return ExitCode.UNUSABLE_FILE;
    }
    Desired desired = policies.desired(backend, host.today());
    Optional<Proof> proof = Optional.empty();
    if (request.terms().isPresent()) {
      messages.print(TrustFiles.check(policies));
      proof = Optional.of(proof(request.terms().get(), policies));
    }
    ChangeTeller teller = new ChangeTeller(terminal, messages, request.json());
    Lockout lockout = Lockout.on(host, request.lockout());
    return new Change(terminal, host, request.yes(), lockout, teller, proof).make(desired, backend);
  }

  private Proof proof(Proof.Terms terms, Policies policies) throws FirewallException {
    Survey survey = Survey.on(host, terminal, terms.probing());
    return new Proof(host.name(), survey, policies.ruleSets(), terms, messages);
  }
}
