package dev.durward.platform.host;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of iproute2's programs, run in the network namespace of the calling thread.
 *
 * @param runner what runs it
 * @param executable its absolute path
 */
record IpTool(CommandRunner runner, Path executable) {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));

  /** {@code Command failed -:3}, below what was wrong (ip -batch, iproute2 6.1). */
  private static final Pattern FAILED = Pattern.compile("Command failed -:(\\d+)");

  /** Looks for a program where distributions keep it, whatever the PATH is. */
  static Optional<IpTool> find(CommandRunner runner, String name) {
    return PLACES.stream()
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(path -> new IpTool(runner, path));
  }

  /**
   * Runs it once.
   *
   * @return what it wrote on standard output
   * @throws IOException if it failed
   */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(executable.toString()));
    line.addAll(Arrays.asList(arguments));
    Command command = Command.of(line.toArray(String[]::new));
    CommandResult result = runner.run(command);
    if (!result.succeeded()) {
      throw new IOException(command.line() + ": " + result.complaint());
    }
    return result.text();
  }

  /**
   * Runs many commands in one process, each whether or not those before failed.
   *
   * @return what was wrong with each that failed, by its place in the list
   * @throws IOException if the process itself failed
   */
  SortedMap<Integer, String> batch(List<String> commands) throws IOException, InterruptedException {
    Command command =
        Command.of(executable.toString(), "-force", "-batch", "-")
            .withInput(String.join("\n", commands) + "\n");
    CommandResult result = runner.run(command);
    SortedMap<Integer, String> failures = failures(result.error());
    if (!result.succeeded() && (failures.isEmpty() || result.timedOut())) {
      throw new IOException(command.line() + ": " + result.complaint());
    }
    return failures;
  }

  static SortedMap<Integer, String> failures(String error) {
    SortedMap<Integer, String> failures = new TreeMap<>();
    String said = "it did not say why";
    for (String line : error.lines().toList()) {
      Matcher failed = FAILED.matcher(line);
      if (failed.matches()) {
        failures.put(Integer.parseInt(failed.group(1)) - 1, said);
        said = "it did not say why";
      } else {
        said = line.trim();
      }
    }
    return failures;
  }
}
