package dev.durward.apply;

import dev.durward.exec.Begun;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import java.io.IOException;
import java.util.IdentityHashMap;

/**
 * Runs the commands of a script, some of which have begun before it is their turn: both families'
 * restores read what they are to do, ten thousand rules each, while that is being written down.
 * They do it in their turn, and those whose turn doesn't come change nothing.
 */
final class Ahead implements CommandRunner, AutoCloseable {
  private final CommandRunner runner;
  private final IdentityHashMap<Command, Begun> begun = new IdentityHashMap<>();

  private Ahead(CommandRunner runner) {
    this.runner = runner;
  }

  /** Begins what can begin. */
  static Ahead of(Script script, CommandRunner runner) {
    Ahead ahead = new Ahead(runner);
    script.steps().stream().filter(Step::waits).forEach(step -> ahead.put(step.command()));
    return ahead;
  }

  private void put(Command command) {
    try {
      begun.put(command, runner.begin(command));
    } catch (IOException e) {
      // It is run in its turn, and says then why it can't be.
      begun.remove(command);
    }
  }

  @Override
  public CommandResult run(Command command) throws IOException, InterruptedException {
    Begun waiting = begun.remove(command);
    return waiting == null ? runner.run(command) : waiting.finish();
  }

  @Override
  public void close() {
    begun.values().forEach(Begun::abandon);
  }
}
