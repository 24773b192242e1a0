package dev.durward.cli;

import dev.durward.exec.CommandRunner;
import dev.durward.platform.FirewallBackend;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/** The host that commands work on. */
public sealed interface Host permits LinuxHost, WindowsHost {
  /** This process's own host. */
  static Host ofProcess(Map<String, String> environment) {
    return File.separatorChar == '\\'
        ? WindowsHost.ofProcess(environment)
        : LinuxHost.ofProcess(environment);
  }

  /** Runs its programs. */
  CommandRunner runner();

  /** Its firewall. */
  FirewallBackend backend();

  /** The folder of the lock. */
  Path runtime();

  /** The day (UTC) by which rules expire. */
  LocalDate today();
}
