package dev.durward.kernel;

import dev.durward.exec.Begun;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Runs commands, and something else in place of some of them.
 *
 * @param road runs all others
 * @param which those
 * @param instead what happens with them
 */
record Detour(CommandRunner road, Predicate<Command> which, CommandRunner instead)
    implements CommandRunner {
  @Override
  public CommandResult run(Command command) throws IOException, InterruptedException {
    return which.test(command) ? instead.run(command) : road.run(command);
  }

  @Override
  public Begun begin(Command command) throws IOException {
    return which.test(command) ? CommandRunner.super.begin(command) : road.begin(command);
  }

  /** The command that changes a family. */
  static Predicate<Command> restore(Family family) {
    return command -> program(command, family, "-restore");
  }

  /** The command that reads a family. */
  static Predicate<Command> save(Family family) {
    return command -> program(command, family, "-save");
  }

  private static boolean program(Command command, Family family, String end) {
    String program = command.arguments().get(0);
    String name = family == Family.IPV4 ? "/iptables-" : "/ip6tables-";
    return program.contains(name) && program.endsWith(end);
  }

  /** A command that fails by itself. */
  static CommandResult failed() {
    return new CommandResult(4, new byte[0], "refused by the test", false);
  }
}
