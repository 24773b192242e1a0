package dev.durward.cli.host;

import dev.durward.apply.Watchdog;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Journal;
import dev.durward.model.Platform;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.ManagementSession;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.derivation.HostNetwork;
import dev.durward.router.Routers;
import dev.durward.router.pcp.NatPmp;
import dev.durward.router.pcp.Pcp;
import dev.durward.router.upnp.Igd;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The host that commands work on. */
public sealed interface Host permits LinuxHost, WindowsHost {
  /** This process's own host. */
  static Host ofProcess(Map<String, String> environment) {
    return File.separatorChar == '\\'
        ? WindowsHost.ofProcess(environment)
        : LinuxHost.ofProcess(environment);
  }

  /** How the sessions are found that a process of this host runs in. */
  @FunctionalInterface
  interface Sessions {
    List<ManagementSession> find();
  }

  /** Runs its programs. */
  CommandRunner runner();

  /**
   * Who keeps its rules.
   *
   * @throws FirewallException if the one that was chosen can't, or the host could not be read
   */
  Keeper keeper(Keeper.Choice choice) throws FirewallException, InterruptedException;

  /** The way to whoever runs its firewall. */
  default FirewallBackend backend() throws FirewallException, InterruptedException {
    return keeper(Keeper.Choice.AUTO).backend();
  }

  /** Which platform it is of. */
  Platform platform();

  /** What it calls itself. */
  String name();

  /** Its sockets that wait for others. */
  ListenerSource listeners();

  /**
   * Its interfaces and addresses, and whom it is in touch with.
   *
   * @throws FirewallException if they can't be read
   */
  HostNetwork network() throws FirewallException, InterruptedException;

  /** The sessions of administrators that this process runs in. */
  Sessions sessions();

  /** The routers before it. */
  Routers routers();

  /** The folder of the lock. */
  Path runtime();

  /** Takes back what nobody confirms. */
  Watchdog watchdog();

  /** What was done here, and by whom. */
  Journal journal();

  /** Who runs this process, with whom that user had been before. */
  String user();

  /** The user of this process: {@code anna as root} after {@code sudo} or {@code doas}. */
  static String userOfProcess(Map<String, String> environment) {
    String user = System.getProperty("user.name", "?");
    String before =
        environment.getOrDefault("SUDO_USER", environment.getOrDefault("DOAS_USER", ""));
    return before.isEmpty() || before.equals(user) ? user : before + " as " + user;
  }

  /** Those that this process can ask, by all ways that routers are asked. */
  static Routers routers(Routers.Gateways gateways) {
    return new Routers(gateways, () -> List.of(Igd::seek, Pcp::seek, NatPmp::seek));
  }

  /** The day (UTC) by which rules expire. */
  LocalDate today();
}
