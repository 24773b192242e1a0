package dev.durward.apply;

import dev.durward.exec.Begun;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the commands of a plan's script, some of which have begun before it is their turn: both
 * families' restores read what they are to do, ten thousand rules each, while the plan is being
 * written down. They do it in their turn, and those whose turn doesn't come change nothing.
 */
final class Ahead implements CommandRunner, AutoCloseable {
  private final CommandRunner runner;
  private final IdentityHashMap<Command, Begun> begun = new IdentityHashMap<>();
  private final CompletableFuture<Script> script;

  /** Makes a plan's script, and begins what can begin of it. */
  Ahead(Plan plan, CommandRunner runner) {
    this.runner = runner;
    // In a thread of its own: it inherits the network namespace, a pool's has not got it.
    this.script =
        CompletableFuture.supplyAsync(
            () -> begun(plan.before().render(plan)),
            task -> new Thread(task, "durward-ahead").start());
  }

  private Script begun(Script made) {
    made.steps().stream().filter(Step::waits).forEach(step -> put(step.command()));
    return made;
  }

  /** The plan's script, once it is made. */
  Script script() {
    return script.join();
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
    script();
    begun.values().forEach(Begun::abandon);
  }
}
