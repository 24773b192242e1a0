package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Dump;
import dev.durward.cli.host.Host;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import dev.durward.rulefile.RuleFileWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code import}: the rules of a host as a rule file. Changes nothing. */
final class ImportCommand {
  private final Terminal terminal;
  private final Host host;

  ImportCommand(Terminal terminal, Host host) {
    this.terminal = terminal;
    this.host = host;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--from6")
    private @Nullable String from6;

    @Parameter(names = "--policy")
    private @Nullable String policy;

    Request request() throws UsageException {
      Arguments.none(words());
      Optional<String> name = Optional.ofNullable(policy);
      if (name.isPresent()) {
        requirePolicyName(name.get());
      }
      return new Request(Optional.ofNullable(from), Optional.ofNullable(from6), name);
    }
  }

  /** The parser knows which names a policy can have. */
  private static void requirePolicyName(String name) throws UsageException {
    RuleFile empty = parse(new RuleFileWriter(name).text());
    for (Diagnostic finding : empty.diagnostics()) {
      if (finding.isError()) {
        throw new UsageException("--policy: " + finding.message());
      }
    }
  }

  private static RuleFile parse(String text) {
    return RuleFileParser.parse("(imported)", text.getBytes(StandardCharsets.UTF_8));
  }

  private record Request(Optional<String> from, Optional<String> from6, Optional<String> policy) {
    boolean isOffline() {
      return from.isPresent() || from6.isPresent();
    }
  }

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    HostSnapshot snapshot =
        request.isOffline()
            ? Dump.read(request.from(), request.from6()).snapshot()
            : host.backend().snapshot();
    Imported imported = snapshot.imported(request.policy());
    String text = text(imported);
    requireUsable(text);
    terminal.out().print(text);
    terminal.out().flush();
    int rules = imported.rules().rules().size();
    terminal.err().println(rules + " rules, and " + imported.unsaid() + " comments");
    return ExitCode.DONE;
  }

  private static String text(Imported imported) {
    RuleFileWriter writer = new RuleFileWriter(imported.policy()).inbound(imported.inbound());
    imported.headings().forEach(writer::heading);
    for (Imported.Item item : imported.items()) {
      item.remarks().forEach(writer::remark);
      item.rule().ifPresent(writer::rule);
    }
    return writer.text();
  }

  /** Each rule was held against the parser; all of them together may still be too many. */
  private static void requireUsable(String text) throws FirewallException {
    for (Diagnostic finding : parse(text).diagnostics()) {
      if (finding.isError()) {
        throw new FirewallException(
            Kind.UNREADABLE,
            "the host's rules don't fit one rule file: " + finding.message(),
            "import a dump with a part of the rules");
      }
    }
  }
}
