package dev.durward.cli;

import dev.durward.cli.host.Host;
import dev.durward.cli.host.LinuxHost;
import dev.durward.cli.policy.RuleFiles;
import dev.durward.cli.terminal.Terminal;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Disk;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.platform.ManagementSession;
import dev.durward.platform.firewalld.FirewallCmd;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.persistence.SystemRoot;
import dev.durward.platform.ufw.Installation;
import dev.durward.router.Routers;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command line within this JVM.
 *
 * @param code its exit code
 * @param out what stood on standard output
 * @param err what stood on standard error
 */
public record Run(int code, String out, String err) {
  /** Those of a host that is in no network. */
  public static final Routers NO_ROUTERS = new Routers(family -> Optional.empty(), List.of());

  /** What a test chooses about the run. */
  public static final class Setting {
    private CommandRunner runner =
        command -> {
          throw new AssertionError("no command may be run here: " + command.line());
        };
    private Capabilities capabilities = new Capabilities(-1L);
    private String variant = "";
    private Installation ufw =
        new Installation(Path.of("/nonexistent"), Path.of("/nonexistent"), Path.of("/nonexistent"));
    private FirewallCmd firewalld = new FirewallCmd(Path.of("/nonexistent"));
    private SystemRoot root = new SystemRoot(Path.of("/nonexistent"));
    private Host.Sessions sessions = List::of;
    private Routers routers = NO_ROUTERS;
    private Path runtime = Path.of("/nonexistent/durward");
    private Disk disk = new LocalDisk();
    private @Nullable String answers;
    private @Nullable Host host;

    /** Runs the commands of the host; without it, each is an error. */
    public Setting runner(CommandRunner chosen) {
      runner = chosen;
      return this;
    }

    /** Takes every capability away. */
    public Setting unprivileged() {
      capabilities = new Capabilities(0);
      return this;
    }

    /** The suffix of the host's iptables. */
    public Setting variant(String suffix) {
      variant = suffix;
      return this;
    }

    /** The host's ufw; without it, it has none. */
    public Setting ufw(Installation chosen) {
      ufw = chosen;
      return this;
    }

    /** The host's firewalld; without it, it has none. */
    public Setting firewalld(FirewallCmd chosen) {
      firewalld = chosen;
      return this;
    }

    /** The file system that the host boots from; without it, nothing is kept for a boot. */
    public Setting root(SystemRoot chosen) {
      root = chosen;
      return this;
    }

    /** The sessions that it runs in; without it, none. */
    public Setting sessions(ManagementSession... chosen) {
      sessions = () -> List.of(chosen);
      return this;
    }

    /** The routers before the host; without it, it is in no network. */
    public Setting routers(Routers chosen) {
      routers = chosen;
      return this;
    }

    /** The folder of the lock, and of the journal in another one within. */
    public Setting runtime(Path folder) {
      runtime = folder;
      return this;
    }

    /** What writes the journal. */
    public Setting disk(Disk chosen) {
      disk = chosen;
      return this;
    }

    /** Another host than a Linux one of these. */
    public Setting host(Host chosen) {
      host = chosen;
      return this;
    }

    /** Somebody to ask, who answers so. */
    public Setting answering(String text) {
      answers = text;
      return this;
    }

    /** Runs it. */
    public Run run(String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Terminal terminal =
          new Terminal(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              new BufferedReader(new StringReader(answers == null ? "" : answers)),
              answers != null,
              false);
      LocalDate today = LocalDate.of(2026, 6, 1);
      Host linux =
          new LinuxHost(
              runner,
              () -> capabilities,
              variant,
              ufw,
              firewalld,
              root,
              sessions,
              routers,
              runtime,
              new Journal(runtime.resolve("state"), disk),
              "tester",
              today);
      RuleFiles files = RuleFiles.begin(List.of(arguments));
      int code = new Cli(terminal, host == null ? linux : host, files).run(arguments).code();
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  /** A run on a host where every command is an error. */
  public static Run offline(String... arguments) {
    return new Setting().run(arguments);
  }
}
