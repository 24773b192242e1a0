package dev.durward.platform.iptables;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.io.OutputStream;

/** Commands that tell of a host and change nothing. */
record Inquiry(CommandRunner runner) {
  CommandResult run(Command command) throws FirewallException, InterruptedException {
    try {
      return runner.run(command);
    } catch (IOException e) {
      throw unreadable(command, "could not be started: " + e.getMessage());
    }
  }

  /** The same, of one whose output is read while it is written. */
  CommandResult run(Command command, OutputStream output)
      throws FirewallException, InterruptedException {
    try {
      return runner.run(command, output);
    } catch (IOException e) {
      throw unreadable(command, "could not be started: " + e.getMessage());
    }
  }

  /** That the answer of a command is none that anything could be built on. */
  static FirewallException unreadable(Command command, String why) {
    return new FirewallException(
        Kind.UNREADABLE,
        "the host's rules could not be read whole: " + command.line() + ": " + why,
        "run that command yourself to see more; nothing was changed");
  }
}
