package dev.durward.apply;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.Ending;
import dev.durward.journal.Ending.State;
import dev.durward.journal.Journal;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Snapshot;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.io.IOException;
import java.util.List;

/**
 * Brings an apply to its end that died: was killed, or lost its power. Whoever asks holds the lock.
 *
 * @param backend of whom the rules are kept by that it changed
 */
public record Recovery(Journal journal, FirewallBackend backend, CommandRunner runner) {
  private static final String DIED = "it died before it had ended; the next command ";

  /** What was found, and what was made of it. */
  public sealed interface Outcome {}

  /**
   * All of it had been done; what it was to end of connections has been ended now.
   *
   * @param open what did not end some, and why
   */
  public record Finished(List<String> open) implements Outcome {
    public Finished {
      open = List.copyOf(open);
    }
  }

  /** Nothing of it was on the host. */
  public record Undone() implements Outcome {}

  /** A part of it was on the host, and was taken away again. */
  public record PutBack() implements Outcome {}

  /**
   * The host is neither as it was nor as wanted, and could not be put back.
   *
   * @param wayBack the commands that would do it
   */
  public record Stuck(String why, List<Command> wayBack) implements Outcome {}

  /**
   * It may not be put back, since something has come onto the host that forbids it.
   *
   * @param notices errors among them
   */
  public record Obstructed(List<Diagnostic> notices) implements Outcome {}

  /**
   * Looks what has become of an apply, ends it, and writes that down.
   *
   * @throws IOException if it could not be written down
   */
  public Outcome of(ApplyRecord died) throws FirewallException, InterruptedException, IOException {
    Guard guard = Guard.mount();
    try {
      Outcome outcome = look(died);
      int id = died.heading().id();
      if (outcome instanceof Finished) {
        end(id, State.APPLIED, "found that all of it had been done");
      } else if (outcome instanceof Undone) {
        end(id, State.ROLLED_BACK, "found nothing of it on the host");
      } else if (outcome instanceof PutBack) {
        end(id, State.ROLLED_BACK, "found a part of it on the host, and took that away");
      }
      return outcome;
    } finally {
      guard.close();
    }
  }

  /**
   * Takes an apply back that nobody has confirmed in time, as far as that has not been done, and
   * writes that down.
   *
   * @throws IOException if it could not be written down
   */
  public Outcome takeBack(ApplyRecord unconfirmed, String why)
      throws FirewallException, InterruptedException, IOException {
    Guard guard = Guard.mount();
    try {
      Outcome outcome = putBack(unconfirmed);
      if (outcome instanceof Undone || outcome instanceof PutBack) {
        Ending ending = new Ending(State.ROLLED_BACK, Journal.now(), why);
        journal.end(unconfirmed.heading().id(), ending);
      }
      return outcome;
    } finally {
      guard.close();
    }
  }

  private void end(int id, State state, String what) throws IOException {
    journal.end(id, new Ending(state, Journal.now(), DIED + what));
  }

  private Outcome look(ApplyRecord died) throws FirewallException, InterruptedException {
    Desired after = died.after(died.policies());
    Snapshot there = backend.snapshot();
    if (!Planner.isMet(after, there)) {
      return putBack(died);
    }
    List<Entry> lines = after.rules().stream().flatMap(rule -> rule.entries().stream()).toList();
    return new Finished(new Steps(backend, runner).part(there.partings(lines)));
  }

  private Outcome putBack(ApplyRecord died) throws FirewallException, InterruptedException {
    Desired before = died.before(died.policies());
    Plan back = Planner.plan(before, backend.snapshot());
    if (back.isEmpty()) {
      return new Undone();
    }
    if (back.isObstructed()) {
      return new Obstructed(back.notices());
    }
    ApplyResult result = WayBack.to(before, new Steps(backend, runner), "putting it back failed");
    return result instanceof ApplyResult.Broken broken
        ? new Stuck(broken.why(), broken.wayBack())
        : new PutBack();
  }
}
