package dev.durward.platform.firewalld;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * firewalld's own command.
 *
 * @param program where it is
 */
public record FirewallCmd(Path program) {
  /** Where every distribution has it. */
  public static final FirewallCmd USUAL = new FirewallCmd(Path.of("/usr/bin/firewall-cmd"));

  /** Whether this host has it. */
  public boolean isThere() {
    return Files.isExecutable(program);
  }

  /** What concerns firewalld as it runs. */
  Command runtime(String... words) {
    return Command.of(
        Stream.concat(Stream.of(program.toString()), Stream.of(words)).toArray(String[]::new));
  }

  /** What concerns firewalld's configuration. */
  Command permanent(String... words) {
    return runtime(
        Stream.concat(Stream.of("--permanent"), Stream.of(words)).toArray(String[]::new));
  }

  /** Reads zones and policy objects, as they run and as they are configured. */
  FirewalldState read(CommandRunner runner) throws FirewallException, InterruptedException {
    Concurrent<String> policies = ask(runner, runtime("--list-all-policies"));
    // -v: with their descriptions
    Concurrent<String> kept = ask(runner, permanent("-v", "--list-all-policies"));
    Concurrent<String> zones = ask(runner, runtime("--list-all-zones"));
    Concurrent<String> keptZones = ask(runner, permanent("--list-all-zones"));
    Concurrent<String> sets = ask(runner, runtime("--get-ipsets"));
    return new FirewalldState(
        Section.parse(policies.await()),
        Section.parse(kept.await()),
        Section.parse(zones.await()),
        Section.parse(keptZones.await()),
        passingSets(runner, sets.await().strip()));
  }

  /** The sets that hold at run time what the configuration doesn't. */
  private List<String> passingSets(CommandRunner runner, String names) throws InterruptedException {
    List<String> passing = new ArrayList<>();
    for (String name : names.isEmpty() ? new String[0] : names.split("\\s+", -1)) {
      String[] entries = {"--ipset=" + name, "--get-entries"};
      try {
        if (!answer(runner, runtime(entries)).equals(answer(runner, permanent(entries)))) {
          passing.add(name);
        }
      } catch (FirewallException e) {
        // One with a time-out, of which firewalld doesn't know the entries, or one that is not
        // kept.
        passing.add(name);
      }
    }
    return passing;
  }

  private static Concurrent<String> ask(CommandRunner runner, Command command) {
    return Concurrent.start(() -> answer(runner, command));
  }

  private static String answer(CommandRunner runner, Command command)
      throws FirewallException, InterruptedException {
    String complaint;
    try {
      CommandResult result = runner.run(command);
      if (result.succeeded()) {
        return result.text();
      }
      complaint = result.complaint();
    } catch (IOException e) {
      complaint = String.valueOf(e.getMessage());
    }
    throw new FirewallException(
        Kind.UNREADABLE,
        "firewalld did not answer: " + command.line() + ": " + complaint,
        "see that it runs (firewall-cmd --state) and is 0.9 or newer, or stop and disable it");
  }
}
