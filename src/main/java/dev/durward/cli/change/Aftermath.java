package dev.durward.cli.change;

import dev.durward.apply.Recovery;
import dev.durward.apply.Recovery.Outcome;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.router.RouterAccess;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Confirmation.State;
import dev.durward.journal.Ending;
import dev.durward.journal.Heading;
import dev.durward.journal.Journal;
import dev.durward.journal.Past;
import dev.durward.journal.Unusable;
import dev.durward.journal.Waiting;
import dev.durward.plan.Desired;
import dev.durward.plan.Script;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.report.HistoryView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What is done about applies that died before they had ended. */
record Aftermath(Terminal terminal, Host host, Messages messages) {
  private static final String DIED = "died before it had ended";
  private static final String UNCONFIRMED = "was not confirmed in time";

  /**
   * Brings all of them to an end. The caller holds the lock, so that none of them is at work.
   *
   * @return what the command ends with, if that could not be done
   * @throws FirewallException if the host, or the journal, is not fit for it
   */
  Optional<ExitCode> settle() throws FirewallException, InterruptedException {
    Journal journal = host.journal();
    // A later one that died began where the earlier one had left the host.
    List<Integer> died = new ArrayList<>(unfinished(journal));
    Collections.reverse(died);
    for (int id : died) {
      Optional<ExitCode> stuck = settle(journal, id);
      if (stuck.isPresent()) {
        return stuck;
      }
    }
    new RouterAccess(host).settle().forEach(this::note);
    return Optional.empty();
  }

  private static List<Integer> unfinished(Journal journal) throws FirewallException {
    try {
      return journal.unfinished();
    } catch (IOException e) {
      throw unwritten(journal, e);
    }
  }

  static FirewallException unwritten(Journal journal, IOException e) {
    return new FirewallException(
        Kind.UNRECORDED,
        "the journal in " + journal.folder() + " could not be used: " + Journal.reason(e),
        "mend that, or set DURWARD_STATE_DIR to another folder");
  }

  private Optional<ExitCode> settle(Journal journal, int id)
      throws FirewallException, InterruptedException {
    try {
      ApplyRecord record = journal.record(id);
      Confirmation confirmation = journal.confirmation(id);
      String end = unconfirmed(record.heading(), confirmation);
      if (confirmation.state() != State.NONE) {
        // Two who put the host back at the same time would meet half of each other's work.
        host.watchdog().end(confirmation);
      }
      if (confirmation.state() == State.CONFIRMED) {
        journal.end(id, new Ending(Ending.State.APPLIED, Journal.now(), "confirmed"));
        new RouterAccess(host).abandon(record.after(record.policies()));
        return Optional.empty();
      }
      Outcome outcome = outcome(journal, record, end);
      return told(record.heading(), end.isEmpty() ? DIED : end, outcome);
    } catch (Unusable e) {
      if (e.isUnknown()) {
        throw new FirewallException(
            Kind.UNREADABLE,
            "apply " + id + " died before it had ended, and " + e.getMessage(),
            "use the Durward that wrote it");
      }
      messages.print(List.of(Past.finding(e)));
      return Optional.empty();
    } catch (IOException e) {
      throw unwritten(journal, e);
    }
  }

  private Outcome outcome(Journal journal, ApplyRecord record, String end)
      throws FirewallException, InterruptedException, IOException {
    RouterAccess router = new RouterAccess(host);
    Desired before = record.before(record.policies());
    ApplyRecord reached = router.withinReach(record);
    FirewallBackend backend = keeper(record).backend();
    if (reached.equals(record)) {
      backend = router.with(backend, before);
    } else {
      note("the router can't be asked for what it had before: the host alone is seen to");
    }
    Recovery recovery = new Recovery(journal, backend, router.runner(backend));
    Outcome outcome = end.isEmpty() ? recovery.of(reached) : recovery.takeBack(reached, end);
    if (outcome instanceof Recovery.Finished) {
      router.abandon(record.after(record.policies()));
    } else if (outcome instanceof Recovery.Undone || outcome instanceof Recovery.PutBack) {
      router.retract(record.after(record.policies()), before);
    }
    return outcome;
  }

  /**
   * Why an apply is to be taken back that had to be confirmed; empty if it hadn't, or was.
   *
   * @throws FirewallException if it still waits
   */
  private static String unconfirmed(Heading heading, Confirmation confirmation)
      throws FirewallException, Unusable, IOException {
    Optional<Waiting> waiting = confirmation.waiting();
    if (waiting.isPresent() && !waiting.get().isOver()) {
      throw new FirewallException(
          Kind.BUSY,
          who(heading) + " waits to be confirmed until " + HistoryView.time(waiting.get().ends()),
          "durward confirm, or durward confirm --take-back");
    }
    // Whoever was to take it back is dead, or it is decided meanwhile.
    boolean late = waiting.isPresent() && confirmation.decide(State.EXPIRED);
    return late || confirmation.state() == State.EXPIRED ? UNCONFIRMED : "";
  }

  /** Who kept the rules that an apply changed. */
  Keeper keeper(ApplyRecord record) throws FirewallException, InterruptedException {
    String name = record.heading().cause().keeper();
    try {
      return host.keeper(Keeper.Choice.named(name).orElse(Keeper.Choice.AUTO));
    } catch (FirewallException e) {
      throw new FirewallException(
          e.kind(),
          who(record.heading())
              + " died before it had ended, and can't be put back: "
              + e.getMessage(),
          e.remedy()
              + "; or remove "
              + host.journal().file(record.heading().id())
              + ", and leave the host as it is");
    }
  }

  private static String who(Heading heading) {
    return HistoryView.who(heading);
  }

  private Optional<ExitCode> told(Heading died, String how, Outcome outcome) {
    if (outcome instanceof Recovery.Stuck stuck) {
      messages.error(who(died) + " " + how + "; " + stuck.why());
      terminal.err().println("  the host is half changed; these commands put it back:");
      stuck.wayBack().forEach(command -> terminal.err().print(Script.shell(command)));
      return Optional.of(ExitCode.BROKEN);
    }
    if (outcome instanceof Recovery.Obstructed obstructed) {
      messages.print(obstructed.notices());
      messages.error(who(died) + " " + how + ", and what stands above forbids to put it back");
      terminal.err().println("  try: take that away, and run this again");
      return Optional.of(ExitCode.IMPOSSIBLE_HERE);
    }
    String end =
        outcome instanceof Recovery.Finished
            ? "all of it had been done, and it is written down as applied"
            : outcome instanceof Recovery.Undone
                ? "nothing of it is on the host"
                : "what was on the host of it has been taken away again";
    note(who(died) + " " + how + ": " + end);
    if (outcome instanceof Recovery.Finished finished) {
      messages.print(LeftOpen.notices(finished.open()));
    }
    return Optional.empty();
  }

  private void note(String message) {
    messages.print(
        List.of(new Diagnostic(Severity.NOTE, Optional.empty(), message, Optional.empty())));
  }
}
