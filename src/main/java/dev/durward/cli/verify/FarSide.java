package dev.durward.cli.verify;

import dev.durward.cli.host.Host;
import dev.durward.cli.host.LinuxHost;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.host.Listeners;
import dev.durward.probe.Ways;
import dev.durward.probe.ssh.SshTrouble;
import dev.durward.probe.ssh.SshVantage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A second machine that ssh leads to.
 *
 * @param vantage it
 * @param ways on which it comes to what it is to probe
 */
public record FarSide(SshVantage vantage, Ways ways) implements AutoCloseable {
  private static final List<Path> SSH =
      List.of(Path.of("/usr/bin/ssh"), Path.of("/bin/ssh"), Path.of("/usr/local/bin/ssh"));

  /**
   * Logs in there; the vantage is the caller's to close.
   *
   * @param targets what it is to probe
   * @throws FirewallException if no ssh comes there, or its probes would prove nothing
   */
  public static FarSide open(Host host, String destination, Collection<IpAddress> targets)
      throws FirewallException, IOException, InterruptedException {
    if (!(host instanceof LinuxHost)) {
      throw new FirewallException(
          Kind.TOOL_MISSING,
          "the ssh of Windows can't share a connection, which --vantage ssh needs",
          "run verify --target from the other machine");
    }
    Path ssh =
        SSH.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new FirewallException(
                        Kind.TOOL_MISSING, "there is no ssh command", "install openssh-client"));
    try {
      SshVantage vantage = SshVantage.open(ssh, destination, new Listeners());
      try {
        return new FarSide(vantage, vantage.ways(targets));
      } catch (IOException | InterruptedException | RuntimeException e) {
        vantage.close();
        throw e;
      }
    } catch (SshTrouble e) {
      throw new FirewallException(Kind.UNREACHABLE, String.valueOf(e.getMessage()), e.remedy());
    }
  }

  @Override
  public void close() {
    vantage.close();
  }
}
