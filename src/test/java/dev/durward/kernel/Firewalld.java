package dev.durward.kernel;

import dev.durward.exec.ProcessRunner;
import dev.durward.platform.firewalld.FirewallCmd;
import dev.durward.platform.firewalld.FirewalldBackend;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * firewalld on a lab's host: the machine's own program with a bus and a configuration of its own,
 * in a process namespace that ends with this process, and a mount namespace with an own {@code
 * /run}. Nothing of the machine's is changed, nor is its own firewalld asked.
 */
final class Firewalld implements AutoCloseable {
  private static final Path DAEMON = Path.of("/usr/sbin/firewalld");

  private static final String BUS =
      """
      <busconfig>
        <type>system</type>
        <listen>unix:path=FOLDER/bus</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/>
          <allow own="*"/>
          <allow send_destination="*"/>
          <allow receive_sender="*"/>
        </policy>
      </busconfig>
      """;

  /** Its standard input ends with this process, and it is the first of its namespace. */
  private static final String START =
      """
      mount -t tmpfs none /run
      dbus-daemon --config-file=FOLDER/bus.xml --nofork --nopidfile &
      while [ ! -S FOLDER/bus ] && kill -0 $!; do :; done
      export DBUS_SYSTEM_BUS_ADDRESS=unix:path=FOLDER/bus
      firewalld --nofork --nopid --log-target=console --system-config=FOLDER/etc &
      until firewall-cmd --state; do kill -0 $! || exit; done
      echo ready >&3
      cat
      """;

  private final Lab lab;
  private final Path folder;
  private final Process process;

  private Firewalld(Lab lab, Path folder, Process process) {
    this.lab = lab;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts it, configured as it comes.
   *
   * @param backend {@code nftables} or {@code iptables}
   * @param folder an empty one, for what it keeps
   */
  static Firewalld on(Lab lab, String backend, Path folder)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(DAEMON) && Files.isExecutable(Path.of("/usr/bin/dbus-daemon")),
        "skipped: needs firewalld and dbus-daemon (Debian's packages firewalld and dbus)");
    Files.createDirectory(folder.resolve("etc"));
    Files.writeString(
        folder.resolve("etc/firewalld.conf"), "DefaultZone=public\nFirewallBackend=" + backend);
    Files.writeString(folder.resolve("bus.xml"), BUS.replace("FOLDER", folder.toString()));
    Path program = folder.resolve("firewall-cmd");
    Files.writeString(
        program,
        "#!/bin/sh\nDBUS_SYSTEM_BUS_ADDRESS=unix:path="
            + folder
            + "/bus exec /usr/bin/firewall-cmd \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    String start = "exec 3>&1 >FOLDER/log 2>&1\n" + START;
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "/usr/bin/unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "/bin/sh",
                "-c",
                start.replace("FOLDER", folder.toString())));
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    Process process = lab.host(builder.redirectError(Redirect.DISCARD)::start);
    String said = process.inputReader().readLine();
    if (!"ready".equals(said)) {
      throw new IOException("firewalld did not start: " + Files.readString(folder.resolve("log")));
    }
    return new Firewalld(lab, folder, process);
  }

  FirewallCmd command() {
    return new FirewallCmd(folder.resolve("firewall-cmd"));
  }

  /** Durward's way to it. */
  FirewalldBackend backend() {
    return new FirewalldBackend(command(), new ProcessRunner(), lab.backend());
  }

  /** Durward at work through it. */
  Doorward durward() {
    return new Doorward(lab, backend());
  }

  String run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command().program().toString()));
    words.addAll(List.of(arguments));
    return lab.onHost(words.toArray(String[]::new));
  }

  /**
   * All that it has: as it runs, and in its files but for the older ones that it sets aside. Rules
   * of one priority stand in any order, and mean the same.
   */
  Map<String, List<String>> all() throws IOException, InterruptedException {
    Map<String, List<String>> all = new TreeMap<>();
    for (String what : List.of("--list-all-zones", "--list-all-policies")) {
      all.put(what, run(what).lines().sorted().toList());
    }
    for (Path file : files()) {
      if (!file.toString().endsWith(".old")) {
        all.put(file.toString(), Files.readString(file).lines().sorted().toList());
      }
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("etc"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Changes a setting of firewalld.conf(5), from the next reload on. */
  void configure(String line) throws IOException {
    Files.writeString(folder.resolve("etc/firewalld.conf"), "\n" + line, StandardOpenOption.APPEND);
  }

  /**
   * Puts it back to how it comes, but for one zone.
   *
   * @param zone the zone {@code public}, in firewalld.zone(5)'s words
   */
  void reset(String zone) throws IOException, InterruptedException {
    for (Path file : files()) {
      if (!file.endsWith("firewalld.conf")) {
        Files.delete(file);
      }
    }
    Path zones = Files.createDirectories(folder.resolve("etc/zones"));
    Files.writeString(zones.resolve("public.xml"), zone);
    run("--reload");
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
