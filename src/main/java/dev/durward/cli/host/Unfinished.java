package dev.durward.cli.host;

import dev.durward.apply.ApplyLock;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.journal.Confirmation.State;
import dev.durward.journal.Journal;
import dev.durward.journal.Past;
import dev.durward.journal.Unusable;
import dev.durward.journal.Waiting;
import dev.durward.report.HistoryView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What commands that only look say of applies that have not ended. Where there is none, that costs
 * the listing of a folder.
 */
public final class Unfinished {
  private Unfinished() {}

  /** One notice for each; none where the journal is not this user's to read. */
  public static List<Diagnostic> notices(Host host) {
    Journal journal = host.journal();
    List<Diagnostic> notices = new ArrayList<>();
    try {
      for (int id : journal.unfinishedIfReadable()) {
        notices.add(notice(host, journal, id));
      }
    } catch (IOException e) {
      String why = Journal.reason(e);
      notices.add(
          new Diagnostic(
              Severity.WARNING,
              Optional.empty(),
              "the journal in " + journal.folder() + " can't be read: " + why,
              Optional.of("mend that: no apply is begun without it")));
    }
    return notices;
  }

  private static Diagnostic notice(Host host, Journal journal, int id) {
    try {
      String who = HistoryView.who(journal.heading(id));
      Optional<Waiting> waiting = journal.confirmation(id).waiting();
      if (waiting.isPresent()) {
        return new Diagnostic(
            Severity.WARNING,
            Optional.empty(),
            who + " waits to be confirmed until " + HistoryView.time(waiting.get().ends()),
            Optional.of("durward confirm, or durward confirm --take-back"));
      }
      if (journal.confirmation(id).state() == State.EXPIRED) {
        return new Diagnostic(
            Severity.WARNING,
            Optional.empty(),
            who + " was not confirmed in time: it is taken back",
            Optional.of("durward confirm says whether all of it is"));
      }
      Optional<Long> holder = ApplyLock.holder(host.runtime());
      return new Diagnostic(
          Severity.WARNING,
          Optional.empty(),
          holder.isPresent()
              ? who + " has not ended; process " + holder.get() + " may be at work on it"
              : who + " died before it had ended",
          Optional.of(
              "the next apply, remove or rollback takes away what it left, unless all was done"));
    } catch (Unusable e) {
      return Past.finding(e);
    }
  }
}
