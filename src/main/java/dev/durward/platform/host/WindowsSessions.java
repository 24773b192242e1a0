package dev.durward.platform.host;

import dev.durward.platform.FirewallException;
import dev.durward.platform.ManagementSession;
import dev.durward.probe.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of administrators that a process of Windows runs in: of Remote Desktop, of WinRM (by
 * the programs that it starts for them) and of OpenSSH.
 *
 * <p>What Remote Desktop tells of its client's address is what the client believes that to be, so
 * it counts as unknown; WinRM tells none.
 */
public final class WindowsSessions {
  private static final int RDP = 3389;
  private static final String RDP_KEY =
      "SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";

  /** Of PowerShell's remoting, and of winrs. */
  private static final Set<String> WINRM = Set.of("wsmprovhost.exe", "winrshost.exe");

  private static final int WINRM_HTTP = 5985;
  private static final int WINRM_HTTPS = 5986;

  private WindowsSessions() {}

  /** Those of this process. */
  public static List<ManagementSession> find(Map<String, String> environment) {
    boolean desktop = WindowsUserCalls.GetSystemMetrics(WindowsUserCalls.REMOTE_SESSION) != 0;
    return of(environment, desktop ? Optional.of(desktopPort()) : Optional.empty(), parents());
  }

  private static int desktopPort() {
    try {
      return WindowsRegistry.values(RDP_KEY)
          .flatMap(values -> Optional.ofNullable(values.get("PortNumber")))
          .map(port -> port instanceof Integer number ? number : RDP)
          .orElse(RDP);
    } catch (FirewallException e) {
      return RDP;
    }
  }

  /** The programs of the process's parents; Windows may not tell those of others. */
  private static List<String> parents() {
    List<String> programs = new ArrayList<>();
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    while (parent.isPresent()) {
      parent.get().info().command().ifPresent(programs::add);
      parent = parent.get().parent();
    }
    return programs;
  }

  /**
   * Those of a process.
   *
   * @param desktop the port of Remote Desktop, if it runs in a session of that
   * @param parents the paths of its parents' programs
   */
  static List<ManagementSession> of(
      Map<String, String> environment, Optional<Integer> desktop, List<String> parents) {
    List<ManagementSession> sessions = new ArrayList<>();
    Optional.ofNullable(environment.get(SshVariable.NAME))
        .flatMap(SshVariable::parse)
        .filter(ssh -> !ssh.remote().address().isLoopback())
        .ifPresent(
            ssh ->
                sessions.add(
                    new ManagementSession(
                        "ssh",
                        Transport.TCP.number(),
                        ssh.local().port(),
                        Optional.of(ssh.local().address()),
                        Optional.of(ssh.remote()),
                        Optional.empty(),
                        SshVariable.NAME)));
    desktop.ifPresent(port -> sessions.add(unknown("RDP", port, "SM_REMOTESESSION")));
    parents.stream()
        .map(path -> path.substring(path.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT))
        .filter(WINRM::contains)
        .findFirst()
        .ifPresent(
            program -> {
              sessions.add(unknown("WinRM", WINRM_HTTP, "run by " + program));
              sessions.add(unknown("WinRM", WINRM_HTTPS, "run by " + program));
            });
    return sessions;
  }

  private static ManagementSession unknown(String kind, int port, String found) {
    return new ManagementSession(
        kind,
        Transport.TCP.number(),
        port,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        found);
  }
}
