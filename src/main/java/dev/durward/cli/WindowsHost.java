package dev.durward.cli;

import dev.durward.apply.ApplyLock;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.ConsoleCodePage;
import dev.durward.platform.host.WindowsRegistry;
import dev.durward.platform.host.WindowsToken;
import dev.durward.platform.netsh.NetshBackend;
import dev.durward.platform.netsh.NetshBackend.Elevation;
import dev.durward.platform.netsh.Registry;
import dev.durward.platform.netsh.Variables;
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
 * @param variables of its environment
 * @param runtime the folder of the lock
 * @param today the day (UTC) by which rules expire
 */
record WindowsHost(
    CommandRunner runner,
    Registry registry,
    Elevation elevation,
    Variables variables,
    Path runtime,
    LocalDate today)
    implements Host {
  static WindowsHost ofProcess(Map<String, String> environment) {
    return new WindowsHost(
        ProcessRunner.ofWindows(environment, ConsoleCodePage::current),
        new LiveRegistry(),
        WindowsToken::isElevated,
        Variables.of(environment),
        ApplyLock.folder(environment),
        LocalDate.now(ZoneOffset.UTC));
  }

  @Override
  public NetshBackend backend() {
    return new NetshBackend(registry, netsh(), elevation, variables);
  }

  String netsh() {
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
