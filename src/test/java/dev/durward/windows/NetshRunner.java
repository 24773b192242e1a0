package dev.durward.windows;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the product's commands against the model, in this process. */
public final class NetshRunner implements CommandRunner {
  private static final String NETSH = "(?i)[A-Z]:\\\\.*\\\\System32\\\\netsh\\.exe";

  private final NetshModel netsh;
  private final Charset codePage;

  /**
   * @param codePage of its console
   */
  public NetshRunner(NetshModel netsh, Charset codePage) {
    this.netsh = netsh;
    this.codePage = codePage;
  }

  @Override
  public CommandResult run(Command command) throws IOException {
    List<String> line = command.arguments();
    if (!line.get(0).matches(NETSH) || command.input().isPresent()) {
      throw new UnknownToNetsh("another program, or with standard input: " + command.line());
    }
    List<String> words = new ArrayList<>(line.subList(1, line.size()));
    if (command.file().isEmpty()) {
      return result(netsh.run(words));
    }
    Path file = Files.createTempFile("netsh", ".txt");
    try {
      Files.writeString(file, command.file().get());
      words.add(file.toString());
      return result(netsh.run(words));
    } finally {
      Files.delete(file);
    }
  }

  private CommandResult result(Answer answer) {
    return new CommandResult(answer.exitCode(), answer.stdout(), "", false, codePage);
  }
}
