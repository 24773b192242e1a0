package dev.durward.platform.persistence;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells systemd what is to be done, if it is at work; where it isn't, files alone are what counts.
 *
 * @param root the file system of its host
 * @param runner runs systemctl(1)
 */
record Systemctl(SystemRoot root, CommandRunner runner) {
  private static final String PROGRAM = "/usr/bin/systemctl";

  void run(String... words) throws IOException, InterruptedException {
    if (!root.has(Init.SYSTEMD.sign()) || !root.hasProgram(PROGRAM)) {
      return;
    }
    List<String> command = new ArrayList<>(List.of(root.path(PROGRAM).toString()));
    command.addAll(List.of(words));
    CommandResult result = runner.run(Command.of(command.toArray(String[]::new)));
    if (!result.succeeded()) {
      throw new IOException("systemctl " + String.join(" ", words) + ": " + result.complaint());
    }
  }
}
