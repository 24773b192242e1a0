package dev.durward.apply;

import dev.durward.journal.Cause;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Ending;
import dev.durward.journal.Ending.State;
import dev.durward.journal.Ending.Verification;
import dev.durward.journal.Journal;
import dev.durward.journal.WatchShell;
import dev.durward.plan.Plan;
import dev.durward.plan.Retreat;
import dev.durward.plan.Script;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes one apply into the journal. */
public final class Recorder implements Chronicle {
  private final Journal journal;
  private final Cause cause;
  private final Supplier<Optional<Verification>> verification;
  private final Optional<Deadline> deadline;
  private int id;

  /**
   * By when an apply must be confirmed.
   *
   * @param seconds after its begin
   * @param watchdog takes it back then
   */
  public record Deadline(int seconds, Watchdog watchdog) {}

  /**
   * @param verification what the probes came to, asked at the end
   * @param deadline empty if it is to stand at once
   */
  public Recorder(
      Journal journal,
      Cause cause,
      Supplier<Optional<Verification>> verification,
      Optional<Deadline> deadline) {
    this.journal = journal;
    this.cause = cause;
    this.verification = verification;
    this.deadline = deadline;
  }

  /** Whether it stands; known once it has begun. */
  public Confirmation confirmation() {
    return journal.confirmation(id);
  }

  @Override
  public void begin(Plan plan, Supplier<Script> script) throws IOException, InterruptedException {
    id = journal.begin(cause, plan.changes(), () -> script.get().back());
    if (deadline.isPresent()) {
      try {
        watch(plan, deadline.get());
      } catch (IOException e) {
        end(State.ROLLED_BACK, "it could not be made to wait for a confirmation");
        throw e;
      }
    }
  }

  private void watch(Plan plan, Deadline by) throws IOException, InterruptedException {
    Retreat retreat = plan.before().retreat(plan);
    String back;
    if (retreat instanceof Retreat.Whole whole) {
      back = whole.script();
    } else if (retreat instanceof Retreat.Undo undo) {
      back = undo.script();
    } else {
      throw new IOException(((Retreat.None) retreat).why());
    }
    WatchShell shell = by.watchdog().shell();
    confirmation().begin(shell, shell.waiting(by.seconds()), back);
    by.watchdog().start(confirmation(), by.seconds());
  }

  /** Writes down another way back, for the same shell. */
  public void takeBackBy(String script) throws IOException {
    confirmation().takeBackBy(deadline.orElseThrow().watchdog().shell(), script);
  }

  @Override
  public void end(ApplyResult result) throws IOException {
    if (result instanceof ApplyResult.Applied) {
      Confirmation.State state = confirmation().state();
      if (state == Confirmation.State.NONE || state == Confirmation.State.CONFIRMED) {
        end(State.APPLIED, "");
      }
    } else if (result instanceof ApplyResult.RolledBack rolledBack) {
      end(State.ROLLED_BACK, rolledBack.why());
    } else if (result instanceof ApplyResult.Broken broken) {
      end(State.BROKEN, broken.why());
    }
  }

  private void end(State state, String why) throws IOException {
    deadline.ifPresent(by -> by.watchdog().end(confirmation()));
    journal.end(id, new Ending(state, Journal.now(), why, verification.get()));
  }
}
