package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Unfinished;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.Journal;
import dev.durward.journal.Past;
import dev.durward.journal.Past.Item;
import dev.durward.journal.Unusable;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.report.HistoryView;
import dev.durward.report.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code history}: the applies of this host, or all that one of them changed. */
final class HistoryCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;

  HistoryCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--output")
    private String output = "text";
  }

  ExitCode run(List<String> arguments) throws UsageException, FirewallException {
    Options options = Arguments.parse(new Options(), arguments);
    boolean json = Arguments.isJson(options.output);
    Optional<Integer> id = Arguments.applyId(options.words());
    Journal journal = host.journal();
    List<Diagnostic> findings = new ArrayList<>(Unfinished.notices(host));
    try {
      Past past = Past.read(journal);
      String text = id.isPresent() ? one(journal, past, id.get(), json) : all(past, json);
      terminal.out().print(text);
      terminal.out().flush();
      findings.addAll(past.findings().values());
    } catch (IOException e) {
      throw unreadable(
          "the journal in " + journal.folder() + " can't be read: " + Journal.reason(e),
          "run this as the user who applies, mostly root");
    }
    messages.print(findings.stream().distinct().toList());
    return ExitCode.DONE;
  }

  private static FirewallException unreadable(String message, String remedy) {
    return new FirewallException(Kind.UNREADABLE, message, remedy);
  }

  private String all(Past past, boolean json) {
    HistoryView view = new HistoryView(past.items());
    return json ? view.json() : view.text(style());
  }

  private String one(Journal journal, Past past, int id, boolean json)
      throws UsageException, FirewallException {
    Item item = past.require(id).orElseThrow(() -> Arguments.noSuchApply(id));
    try {
      ApplyRecord record = journal.record(id);
      HistoryView view = new HistoryView(List.of(item));
      return json ? view.json(record) : view.text(record, style());
    } catch (Unusable e) {
      throw unreadable(String.valueOf(e.getMessage()), "see durward history for the others");
    }
  }

  private Style style() {
    return new Style(terminal.colour());
  }
}
