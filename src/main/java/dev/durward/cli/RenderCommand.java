package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Dump;
import dev.durward.cli.host.Host;
import dev.durward.cli.policy.Policies;
import dev.durward.cli.policy.Policies.Policy;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Family;
import dev.durward.model.Platform;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.netsh.NetshBackend;
import dev.durward.platform.netsh.script.ScriptForm;
import dev.durward.report.RenderJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code render}: a script for hosts that have no Durward. Touches no host. */
final class RenderCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final RuleFiles ruleFiles;

  RenderCommand(Terminal terminal, Host host, Messages messages, RuleFiles ruleFiles) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.ruleFiles = ruleFiles;
  }

  /** A form of script, by its name on the command line. */
  private enum Format {
    CMD(Platform.WINDOWS),
    PS1(Platform.WINDOWS),
    NETSH(Platform.WINDOWS),
    SH(Platform.LINUX),
    RESTORE(Platform.LINUX);

    private final Platform platform;

    Format(Platform platform) {
      this.platform = platform;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static String words(Platform platform) {
      return String.join(
          ", ",
          Arrays.stream(values())
              .filter(format -> format.platform == platform)
              .map(Format::word)
              .toList());
    }
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--platform")
    private String platform = "";

    @Parameter(names = "--format")
    private String format = "";

    @Parameter(names = "--family")
    private @Nullable String family;

    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--from6")
    private @Nullable String from6;

    @Parameter(names = "--output")
    private String output = "text";

    Request request() throws UsageException {
      boolean json = Arguments.isJson(output);
      Format chosen = chosen();
      boolean restores = chosen == Format.RESTORE;
      if (!restores && (family != null || from != null || from6 != null)) {
        throw new UsageException("--family, --from and --from6 are for --format restore");
      }
      return new Request(
          Arguments.required(words()),
          chosen,
          restores ? family() : Family.IPV4,
          Optional.ofNullable(from),
          Optional.ofNullable(from6),
          json);
    }

    private Format chosen() throws UsageException {
      for (Platform each : Platform.values()) {
        if (each.word().equals(platform)) {
          for (Format known : Format.values()) {
            if (known.platform == each && known.word().equals(format)) {
              return known;
            }
          }
          throw new UsageException(
              "--format is one of " + Format.words(each) + " for " + platform + ", not " + format);
        }
      }
      throw new UsageException("--platform is windows or linux, not " + platform);
    }

    private Family family() throws UsageException {
      for (Family each : Family.values()) {
        if (each.word().equals(family)) {
          return each;
        }
      }
      throw new UsageException(
          "a restore text is of one family: add --family ipv4 or --family ipv6");
    }
  }

  private record Request(
      List<String> files,
      Format format,
      Family family,
      Optional<String> from,
      Optional<String> from6,
      boolean json) {}

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    FirewallBackend backend = backend(request.format().platform);
    Policies policies = Policies.read(request.files(), ruleFiles).checkedBy(backend);
    List<ScriptSource> sources = new ArrayList<>();
    List<Diagnostic> findings = new ArrayList<>(policies.findings());
    if (policies.areUsable()) {
      for (Policy file : policies.files()) {
        ScriptSource source =
            new ScriptSource(
                file.file(), file.rules(), backend.realize(file.rules(), host.today()));
        sources.add(source);
        form(request.format())
            .ifPresent(form -> findings.addAll(form.check(source, file.sources())));
      }
    }
    messages.print(findings);
    if (findings.stream().anyMatch(Diagnostic::isError)) {
      return ExitCode.UNUSABLE_FILE;
    }
    return switch (request.format()) {
      case CMD, PS1, NETSH -> print(request, form(request.format()).orElseThrow().write(sources));
      case SH -> print(request, IptablesBackend.shellScript(sources));
      case RESTORE -> restore(request, policies, backend, sources);
    };
  }

  private static FirewallBackend backend(Platform platform) {
    return switch (platform) {
      case LINUX -> IptablesBackend.offline();
      case WINDOWS -> NetshBackend.forScripts();
    };
  }

  private static Optional<ScriptForm> form(Format format) {
    return switch (format) {
      case CMD -> Optional.of(ScriptForm.CMD);
      case PS1 -> Optional.of(ScriptForm.PS1);
      case NETSH -> Optional.of(ScriptForm.NETSH);
      case SH, RESTORE -> Optional.empty();
    };
  }

  private ExitCode restore(
      Request request, Policies policies, FirewallBackend backend, List<ScriptSource> sources)
      throws FirewallException {
    Dump dump = Dump.read(request.from(), request.from6());
    if (!(dump instanceof Dump.OfIptables)) {
      throw new FirewallException(
          Kind.UNREADABLE,
          "the rules of a Windows host were given, and a restore text is for iptables",
          "give what iptables-save printed");
    }
    Plan plan = Planner.plan(policies.desired(backend, host.today()), dump.snapshot());
    messages.print(plan.notices());
    return plan.isObstructed()
        ? ExitCode.IMPOSSIBLE_HERE
        : print(request, IptablesBackend.restoreText(sources, plan, request.family()));
  }

  private ExitCode print(Request request, String script) {
    String word = request.format().word();
    terminal.out().print(request.json() ? RenderJson.document(word, script) : script);
    return ExitCode.DONE;
  }
}
