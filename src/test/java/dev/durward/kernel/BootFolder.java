package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.persistence.Choice;
import dev.durward.platform.persistence.Persistence;
import dev.durward.platform.persistence.Survival;
import dev.durward.platform.persistence.SystemRoot;
import dev.durward.platform.persistence.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a lab's host boots from: a folder that stands for its root, on which systemd runs, and the
 * boot itself. The machine's own files are read at most.
 */
final class BootFolder {
  private static final String UNIT = "etc/systemd/system/durward.service";

  /** The unit's command sees this folder's /etc over the machine's, and nobody else does. */
  private static final String AT_BOOT =
      "mount -t overlay overlay -o lowerdir=\"$1/etc\":/etc /etc && exec $2";

  private final Lab lab;
  private final Path root;
  private final CommandRunner runner;

  BootFolder(Lab lab, Path root) throws IOException {
    this(lab, root, new ProcessRunner());
  }

  BootFolder(Lab lab, Path root, CommandRunner runner) throws IOException {
    this.lab = lab;
    this.root = root;
    this.runner = runner;
    Files.createDirectories(root.resolve("run/systemd/system"));
    Files.createDirectories(root.resolve("etc/systemd/system"));
  }

  SystemRoot systemRoot() {
    return new SystemRoot(root);
  }

  private Persistence persistence() {
    return new Persistence(systemRoot(), runner);
  }

  private IptablesSnapshot snapshot() throws IOException, InterruptedException {
    return lab.host(
        () -> {
          try {
            return lab.backend().snapshot();
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }

  /** Keeps what the host has for its next boot, and says by which way. */
  Way keep(Choice choice) throws IOException, InterruptedException, FirewallException {
    IptablesSnapshot now = snapshot();
    return lab.host(
        () -> {
          try {
            Way way = persistence().way(choice, now);
            Optional<String> trouble = persistence().keep(way, now);
            if (trouble.isPresent()) {
              throw new IOException(trouble.get());
            }
            return way;
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }

  /** What would become of the host's rules. */
  Survival survival() throws IOException, InterruptedException {
    return persistence().survival(snapshot());
  }

  /** Takes every rule of both families and of their tables away, as a boot does. */
  void flush() throws IOException, InterruptedException {
    for (Family family : Family.values()) {
      String program = lab.program(family);
      for (String table : List.of("raw", "mangle", "nat", "filter")) {
        lab.onHost(program, "-t", table, "-F");
        lab.onHost(program, "-t", table, "-X");
      }
      for (String chain : List.of("INPUT", "FORWARD", "OUTPUT")) {
        lab.onHost(program, "-P", chain, "ACCEPT");
      }
    }
  }

  /** Runs what the unit runs. */
  CommandResult boot() throws IOException, InterruptedException {
    String start =
        Files.readString(root.resolve(UNIT))
            .lines()
            .filter(line -> line.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow()
            .substring("ExecStart=".length());
    Command command =
        Command.of(
            "/usr/bin/env",
            "-i",
            "/usr/bin/unshare",
            "--mount",
            "/bin/sh",
            "-c",
            AT_BOOT,
            "boot",
            root.toString(),
            start);
    return lab.host(
        () -> {
          try {
            return new ProcessRunner().run(command);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }
}
