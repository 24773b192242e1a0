package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A fail2ban at work on a lab's host: the machine's own program, everything else its own. */
final class Fail2ban {
  private static final String CLIENT = "/usr/bin/fail2ban-client";
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** Nothing outside the folder: no database, no log of the system's. */
  private static final String SERVER =
      """
      [Definition]
      dbfile = None
      logtarget = FOLDER/log
      syslogsocket = none
      socket = FOLDER/socket
      pidfile = FOLDER/pid
      """;

  private static final String JAIL =
      """
      [DEFAULT]
      backend = polling
      banaction = iptables-multiport
      bantime = 1h
      [sshd]
      enabled = true
      port = ssh
      logpath = FOLDER/auth.log
      """;

  private final Lab lab;
  private final Path folder;

  private Fail2ban(Lab lab, Path folder) {
    this.lab = lab;
    this.folder = folder;
  }

  /**
   * Starts one that watches over ssh.
   *
   * @param folder an empty one
   */
  static Fail2ban start(Lab lab, Path folder) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(CLIENT)), "skipped: needs " + CLIENT + " (package fail2ban)");
    Path settings = folder.resolve("settings");
    lab.onHost("/bin/cp", "-a", "/etc/fail2ban", settings.toString());
    lab.onHost("/bin/rm", "-r", settings.resolve("jail.d").toString());
    Files.writeString(
        settings.resolve("fail2ban.local"), SERVER.replace("FOLDER", folder.toString()));
    Files.writeString(settings.resolve("jail.local"), JAIL.replace("FOLDER", folder.toString()));
    Files.writeString(folder.resolve("auth.log"), "");
    Fail2ban started = new Fail2ban(lab, folder);
    started.run("start");
    return started;
  }

  /** Bans an address, and waits until that is so. */
  void ban(String address) throws IOException, InterruptedException {
    run("set", "sshd", "banip", canonical(address));
    await(address, true);
  }

  void unban(String address) throws IOException, InterruptedException {
    run("set", "sshd", "unbanip", canonical(address));
    await(address, false);
  }

  /** fail2ban acts in a thread of its own, and tells nobody. */
  private void await(String address, boolean there) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String rule = "-A f2b-sshd -s " + canonical(address) + "/";
    while (rules().stream().anyMatch(line -> line.startsWith(rule)) != there) {
      if (System.nanoTime() > deadline) {
        throw new IOException("fail2ban has not done it: " + rules());
      }
    }
  }

  /** fail2ban knows no address again that is written in another way. */
  private static String canonical(String address) {
    return IpAddress.parse(address).orElseThrow().toString();
  }

  private List<String> rules() throws IOException, InterruptedException {
    List<String> rules = new ArrayList<>();
    for (Family family : Family.values()) {
      rules.addAll(lab.saved(family));
    }
    return rules;
  }

  private void run(String... words) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(CLIENT, "-c", folder.resolve("settings").toString()));
    line.addAll(List.of("-s", folder.resolve("socket").toString()));
    line.addAll(List.of("-p", folder.resolve("pid").toString()));
    line.addAll(List.of(words));
    lab.onHost(line.toArray(String[]::new));
  }

  /** Stops it; it takes its rules away. */
  void stop() throws IOException, InterruptedException {
    run("stop");
  }
}
