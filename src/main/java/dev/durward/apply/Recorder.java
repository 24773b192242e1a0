package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Cause;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Ending;
import dev.durward.journal.Ending.State;
import dev.durward.journal.Ending.Verification;
import dev.durward.journal.Journal;
import dev.durward.journal.Waiting;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
   * @param runner starts what takes it back then
   */
  public record Deadline(int seconds, CommandRunner runner) {}

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
  public void begin(Plan plan, Script script) throws IOException, InterruptedException {
    String back = back(script);
    id = journal.begin(cause, plan.changes(), back);
    if (deadline.isPresent()) {
      try {
        confirmation().begin(Waiting.begin(deadline.get().seconds()), back);
        new Watchdog(deadline.get().runner()).start(confirmation(), deadline.get().seconds());
      } catch (IOException e) {
        end(State.ROLLED_BACK, "it could not be made to wait for a confirmation");
        throw e;
      }
    }
  }

  private static String back(Script script) {
    List<Command> undos = new ArrayList<>();
    for (Script.Step step : script.steps()) {
      if (step.undo().isEmpty()) {
        return "";
      }
      undos.add(0, step.undo().get());
    }
    StringBuilder text = new StringBuilder();
    undos.forEach(undo -> text.append(Script.shell(undo)));
    return text.toString();
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
    journal.end(id, new Ending(state, Journal.now(), why, verification.get()));
  }
}
