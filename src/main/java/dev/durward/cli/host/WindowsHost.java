package dev.durward.cli.host;

import dev.durward.apply.ApplyLock;
import dev.durward.apply.Watchdog;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.Journal;
import dev.durward.model.Platform;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.ConsoleCodePage;
import dev.durward.platform.host.JavaNetwork;
import dev.durward.platform.host.WindowsGateways;
import dev.durward.platform.host.WindowsListeners;
import dev.durward.platform.host.WindowsRegistry;
import dev.durward.platform.host.WindowsSessions;
import dev.durward.platform.host.WindowsToken;
import dev.durward.platform.netsh.NetshBackend;
import dev.durward.platform.netsh.NetshBackend.Elevation;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.translation.Variables;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.derivation.HostNetwork;
import dev.durward.router.Routers;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host whose firewall is Windows Defender's.
 *
 * @param runner runs its programs
 * @param registry where its firewall is kept
 * @param elevation whether this process may change it
 * @param listeners its sockets that wait for others
 * @param variables of its environment
 * @param sessions those that this process runs in
 * @param routers those before it
 * @param runtime the folder of the lock
 * @param journal what was done there
 * @param user who runs this process
 * @param today the day (UTC) by which rules expire
 */
public record WindowsHost(
    CommandRunner runner,
    Registry registry,
    Elevation elevation,
    ListenerSource listeners,
    Variables variables,
    Sessions sessions,
    Routers routers,
    Path runtime,
    Journal journal,
    String user,
    LocalDate today)
    implements Host {
  static WindowsHost ofProcess(Map<String, String> environment) {
    return new WindowsHost(
        ProcessRunner.ofWindows(environment, ConsoleCodePage::current),
        new LiveRegistry(),
        WindowsToken::isElevated,
        new WindowsListeners(),
        Variables.of(environment),
        () -> WindowsSessions.find(environment),
        Host.routers(WindowsGateways::read),
        ApplyLock.folder(environment),
        Journal.ofProcess(environment),
        Host.userOfProcess(environment),
        LocalDate.now(ZoneOffset.UTC));
  }

  @Override
  public NetshBackend backend() {
    return new NetshBackend(registry, netsh(), elevation, variables);
  }

  @Override
  public Keeper keeper(Keeper.Choice choice) throws FirewallException {
    if (choice != Keeper.Choice.AUTO && choice != Keeper.Choice.NETSH) {
      throw new FirewallException(
          FirewallException.Kind.TOOL_MISSING,
          choice.word() + " is of Linux, and this is Windows",
          "leave --platform out");
    }
    return new Keeper(Keeper.Choice.NETSH, false, "this is Windows", backend());
  }

  @Override
  public Platform platform() {
    return Platform.WINDOWS;
  }

  @Override
  public String name() {
    String name = variables.expand("%COMPUTERNAME%");
    return name.contains("%") ? "localhost" : name;
  }

  @Override
  public HostNetwork network() throws FirewallException {
    try {
      return JavaNetwork.read();
    } catch (SocketException e) {
      throw new FirewallException(
          FirewallException.Kind.UNREADABLE,
          "the host's network could not be read: " + e.getMessage(),
          "run ipconfig by hand to see why");
    }
  }

  @Override
  public Watchdog watchdog() {
    return Watchdog.ofWindows(runner, variables.expand("%SystemRoot%"));
  }

  /** The path of the program that writes its rules. */
  public String netsh() {
    return variables.expand("%SystemRoot%\\System32\\netsh.exe");
  }

  /** The registry of this process's own host. */
  private static final class LiveRegistry implements Registry {
    @Override
    public Optional<Key> key(String path) throws FirewallException {
      return WindowsRegistry.values(path).map(LiveRegistry::key);
    }

    @Override
    public List<String> subkeys(String path) throws FirewallException {
      return WindowsRegistry.subkeys(path);
    }

    private static Key key(Map<String, Object> values) {
      Map<String, String> texts = new HashMap<>();
      Map<String, Integer> numbers = new HashMap<>();
      values.forEach(
          (name, value) -> {
            if (value instanceof String text) {
              texts.put(name, text);
            } else if (value instanceof Integer number) {
              numbers.put(name, number);
            } else if (value instanceof String[] lines) {
              texts.put(name, String.join("\n", lines));
            }
          });
      return Key.of(texts, numbers);
    }
  }
}
