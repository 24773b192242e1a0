package dev.durward.windows;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import java.util.List;

/** Runs the product's commands against the model, in this process. */
public final class NetshRunner implements CommandRunner {
  private static final String NETSH = "(?i)[A-Z]:\\\\.*\\\\System32\\\\netsh\\.exe";

  private final NetshModel netsh;

  public NetshRunner(NetshModel netsh) {
    this.netsh = netsh;
  }

  @Override
  public CommandResult run(Command command) {
    List<String> line = command.arguments();
    if (!line.get(0).matches(NETSH) || command.input().isPresent()) {
      throw new UnknownToNetsh("another program, or with standard input: " + command.line());
    }
    Answer answer = netsh.run(line.subList(1, line.size()));
    return new CommandResult(answer.exitCode(), answer.stdout(), "", false);
  }
}
