package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.platform.Explanation;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Question;
import dev.durward.report.ExplanationView;
import dev.durward.report.Style;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code explain}: who decides about a port on this host, whoever wrote the rules. */
final class ExplainCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;

  ExplainCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
  }

  private static final class Options {
    @Parameter private List<String> ports = new ArrayList<>();

    @Parameter(names = "--direction")
    private String direction = "in";

    @Parameter(names = "--source")
    private @Nullable String source;

    @Parameter(names = "--interface")
    private @Nullable String networkInterface;

    @Parameter(names = "--family")
    private @Nullable String family;

    @Parameter(names = "--output")
    private String output = "text";

    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--from6")
    private @Nullable String from6;

    Question question() throws UsageException {
      if (ports.size() != 1) {
        throw new UsageException("name one port, such as 443, 443/udp or https");
      }
      PortName port = PortName.parse(ports.get(0));
      return new Question(
          port.number(),
          port.protocol(),
          QuestionWords.direction(direction),
          QuestionWords.families(family),
          QuestionWords.remote(source),
          Optional.ofNullable(networkInterface),
          Instant.now());
    }
  }

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Options options = Arguments.parse(new Options(), arguments);
    boolean json = Arguments.isJson(options.output);
    Question question = options.question();
    boolean offline = options.from != null || options.from6 != null;
    HostSnapshot snapshot =
        offline
            ? Dump.read(Optional.ofNullable(options.from), Optional.ofNullable(options.from6))
                .snapshot()
            : host.backend().snapshot();
    Explanation explanation = snapshot.explained(question);
    String subject = options.ports.get(0);
    ExplanationView view = new ExplanationView(subject, question, List.of(), explanation);
    terminal.out().print(json ? view.json() : view.text(new Style(terminal.colour())));
    terminal.out().flush();
    messages.print(explanation.notices());
    return ExitCode.DONE;
  }
}
