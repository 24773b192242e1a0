package dev.durward.kernel;

import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.FirewallBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A lab's host whose firewall ufw or firewalld runs, with what ends connections there.
 *
 * @param backend Durward's way to it
 * @param setting Durward's commands there
 * @param program takes the words of an administrator's command
 */
record KeptHost(
    Lab lab, FirewallBackend backend, Run.Setting setting, Administrator program, Closing closing)
    implements AutoCloseable {
  /** Runs the keeper's own command. */
  interface Administrator {
    String run(String... words) throws IOException, InterruptedException;
  }

  /** Ends the keeper. */
  interface Closing {
    void close() throws IOException;
  }

  /**
   * Makes one that lets nothing in but ssh.
   *
   * @param keeper {@code ufw nft}, {@code firewalld iptables} and the like
   * @param folder an empty one
   */
  static KeptHost of(String keeper, Path folder) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/conntrack")),
        "skipped: needs /usr/sbin/conntrack (Debian's package conntrack)");
    String[] words = keeper.split(" ", -1);
    Path own = Files.createDirectory(folder.resolve("keeper"));
    Run.Setting setting =
        new Run.Setting().runner(new ProcessRunner()).runtime(folder.resolve("runtime"));
    if (words[0].equals("ufw")) {
      Lab lab = Lab.create(words[1]);
      Ufw ufw = Ufw.in(lab, words[1], own);
      ufw.run("allow", "22/tcp");
      ufw.run("--force", "enable");
      setting.variant("-" + words[1]).ufw(ufw.installation());
      return new KeptHost(lab, ufw.backend(), setting, ufw::run, () -> {});
    }
    Lab lab = Lab.create("nft");
    Firewalld firewalld = Firewalld.on(lab, words[1], own);
    firewalld.reset("<zone><service name='ssh'/></zone>");
    setting.variant("-nft").firewalld(firewalld.command());
    return new KeptHost(lab, firewalld.backend(), setting, firewalld::run, firewalld::close);
  }

  Doorward durward() {
    return new Doorward(lab, backend);
  }

  @Override
  public void close() throws IOException {
    closing.close();
    lab.close();
  }
}
