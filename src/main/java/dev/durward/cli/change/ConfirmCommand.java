package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.apply.ApplyLock;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.host.Reboot;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Confirmation.State;
import dev.durward.journal.Ending;
import dev.durward.journal.Journal;
import dev.durward.journal.Past;
import dev.durward.journal.Unusable;
import dev.durward.plan.Desired;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.persistence.Choice;
import dev.durward.report.HistoryView;
import dev.durward.report.NextBoot;
import dev.durward.router.Wanted;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code confirm}: says that a change stands which waits for that. */
public final class ConfirmCommand {
  private final Terminal terminal;
  private final Host host;
  private final Messages messages;

  public ConfirmCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
  }

  private static final class Options extends Arguments.Words {
    @Parameter(names = "--take-back")
    private boolean takeBack;

    @ParametersDelegate private Reboot.Options reboot = new Reboot.Options();
  }

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Options options = Arguments.parse(new Options(), arguments);
    Optional<Integer> id = Arguments.applyId(options.words());
    Choice persist = options.reboot.choice();
    Journal journal = host.journal();
    ApplyLock lock = ApplyLock.take(host.runtime());
    try {
      Optional<Confirmation> waiting =
          journal.unfinished().stream()
              .filter(each -> id.isEmpty() || each.equals(id.get()))
              .map(journal::confirmation)
              .filter(each -> each.state() != State.NONE)
              .findFirst();
      if (waiting.isEmpty()) {
        messages.error(
            (id.isEmpty() ? "no apply waits" : "apply " + id.get() + " doesn't wait")
                + " to be confirmed");
        terminal.err().println("  try: durward history");
        return ExitCode.NOT_APPLIED;
      }
      return options.takeBack ? takeBack(waiting.get()) : confirm(journal, waiting.get(), persist);
    } catch (IOException e) {
      throw Aftermath.unwritten(journal, e);
    } catch (Unusable e) {
      messages.print(List.of(Past.finding(e)));
      return ExitCode.NOT_APPLIED;
    } finally {
      lock.close();
    }
  }

  private ExitCode confirm(Journal journal, Confirmation waiting, Choice persist)
      throws FirewallException, InterruptedException, IOException, Unusable {
    ApplyRecord record = journal.record(waiting.id());
    if (waiting.state() == State.WAITING && !isOnHost(record)) {
      messages.error(
          HistoryView.who(record.heading())
              + " is not on the host as it was to be: it died halfway, or somebody has changed its"
              + " rules since");
      terminal.err().println("  try: durward confirm --take-back, or wait until its time is over");
      return ExitCode.NOT_APPLIED;
    }
    boolean inTime = waiting.decide(State.CONFIRMED) || waiting.state() == State.CONFIRMED;
    if (!inTime) {
      return settle().orElse(ExitCode.NOT_APPLIED);
    }
    host.watchdog().end(waiting);
    journal.end(
        waiting.id(),
        new Ending(Ending.State.APPLIED, Journal.now(), "confirmed by " + host.user()));
    new RouterAccess(host).abandon(record.after(record.policies()));
    terminal.out().println("Apply " + waiting.id() + " is confirmed: it stands.");
    Keeper keeper = host.keeper(Keeper.Choice.AUTO);
    NextBoot boot = Reboot.on(host, keeper, persist).keep(true);
    new ChangeTeller(terminal, messages, false).kept(boot);
    return ExitCode.DONE;
  }

  /** Whether its rules are there, all of them: what was done by half must not be let stand. */
  private boolean isOnHost(ApplyRecord record) throws FirewallException, InterruptedException {
    Keeper keeper = new Aftermath(terminal, host, messages).keeper(record);
    Desired wanted = Wanted.withoutRouter(record.after(record.policies()));
    return Planner.keepsRules(wanted, keeper.backend().snapshot());
  }

  private ExitCode takeBack(Confirmation waiting)
      throws FirewallException, InterruptedException, IOException {
    waiting.decide(State.EXPIRED);
    return settle().orElse(ExitCode.DONE);
  }

  private Optional<ExitCode> settle() throws FirewallException, InterruptedException {
    return new Aftermath(terminal, host, messages).settle();
  }
}
