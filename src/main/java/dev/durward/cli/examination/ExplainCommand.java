package dev.durward.cli.examination;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Dump;
import dev.durward.cli.host.Host;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.PortName;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Family;
import dev.durward.platform.Explanation;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gates;
import dev.durward.platform.Question;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.report.ExplanationView;
import dev.durward.report.PortsView;
import dev.durward.report.Style;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code explain}: who decides about a port on this host, whoever wrote the rules. */
public final class ExplainCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;

  public ExplainCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--all")
    private boolean all;

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

    /** Of a dump of one family alone the other one is not known. */
    private Set<Family> families(Set<Family> known) throws UsageException {
      Set<Family> families = EnumSet.copyOf(QuestionWords.families(family));
      families.retainAll(known);
      if (families.isEmpty()) {
        throw new UsageException(
            "rules of that family are not in the dump: --from reads IPv4, --from6 IPv6");
      }
      return families;
    }

    Question question(PortName port, Set<Family> known) throws UsageException {
      return new Question(
          port.number(),
          port.protocol(),
          QuestionWords.direction(direction),
          families(known),
          QuestionWords.remote(source),
          Optional.ofNullable(networkInterface),
          Instant.now());
    }

    /** The port that is asked about; with {@code --all} any, since each is. */
    PortName port() throws UsageException {
      if (words().size() != (all ? 0 : 1)) {
        throw new UsageException(
            all
                ? "--all asks about every port: name none"
                : "name one port, such as 443, 443/udp or https, or ask for --all");
      }
      return PortName.parse(all ? "1" : words().get(0));
    }
  }

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Options options = Arguments.parse(new Options(), arguments);
    boolean json = Arguments.isJson(options.output);
    PortName port = options.port();
    // What is wrong with the words is said before the host is read.
    options.question(port, EnumSet.allOf(Family.class));
    boolean offline = options.from != null || options.from6 != null;
    Situation situation =
        offline
            ? Situation.of(
                Dump.read(Optional.ofNullable(options.from), Optional.ofNullable(options.from6)))
            : Situation.of(host);
    Question question = options.question(port, situation.families());
    return options.all ? all(situation, question, json) : one(situation, question, json);
  }

  private ExitCode one(Situation situation, Question question, boolean json) {
    Explanation rules = situation.snapshot().explained(question, situation.locality());
    List<Diagnostic> notices = new ArrayList<>(rules.notices());
    notices.addAll(
        Gates.of(question, rules.answers(), situation.locality(), situation.listeners()));
    notices.addAll(situation.notices());
    Explanation explanation = new Explanation(rules.answers(), notices);
    List<String> listeners =
        situation.listeners().stream()
            .flatMap(
                table -> Gates.listening(table, question).stream().map(each -> line(table, each)))
            .toList();
    ExplanationView view = new ExplanationView(question, listeners, explanation);
    return shown(json ? view.json() : view.text(style()), json ? List.of() : notices);
  }

  /** {@code 0.0.0.0:443, nginx (pid 812)}. */
  private static String line(ListenerTable table, Listener listener) {
    return listener.local() + table.owners().of(listener).map(who -> ", " + who).orElse("");
  }

  private ExitCode all(Situation situation, Question question, boolean json) {
    List<Diagnostic> notices = situation.notices();
    PortsView view =
        new PortsView(question.direction(), new PortSurvey(situation, question).rows(), notices);
    return shown(json ? view.json() : view.text(style()), json ? List.of() : notices);
  }

  private Style style() {
    return new Style(terminal.colour());
  }

  private ExitCode shown(String text, List<Diagnostic> notices) {
    terminal.out().print(text);
    terminal.out().flush();
    messages.print(notices);
    return ExitCode.DONE;
  }
}
