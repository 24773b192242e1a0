package dev.durward.cli;

import dev.durward.apply.ApplyLock;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Platform;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.HostName;
import dev.durward.platform.host.HostNetworkReader;
import dev.durward.platform.host.Listeners;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.UserNumbers;
import dev.durward.platform.iptables.Tools;
import dev.durward.probe.HostNetwork;
import dev.durward.probe.ListenerSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A host whose firewall is iptables, as far as it can be chosen.
 *
 * @param runner runs its programs
 * @param capabilities what this process may do there
 * @param variant the suffix of its iptables: empty for the one it has chosen itself
 * @param runtime the folder of the lock
 * @param today the day (UTC) by which rules expire
 */
public record LinuxHost(
    CommandRunner runner,
    Supplier<Capabilities> capabilities,
    String variant,
    Path runtime,
    LocalDate today)
    implements Host {
  /** This process's own host. */
  static LinuxHost ofProcess(Map<String, String> environment) {
    return new LinuxHost(
        new ProcessRunner(),
        Capabilities::current,
        "",
        ApplyLock.folder(environment),
        LocalDate.now(ZoneOffset.UTC));
  }

  UserNumbers users() {
    return UserNumbers.ofHost(runner);
  }

  @Override
  public IptablesBackend backend() {
    return new IptablesBackend(this::tools, runner, capabilities, users());
  }

  @Override
  public Platform platform() {
    return Platform.LINUX;
  }

  @Override
  public String name() {
    return HostName.read();
  }

  @Override
  public ListenerSource listeners() {
    return new Listeners();
  }

  @Override
  public HostNetwork network() throws FirewallException, InterruptedException {
    return new HostNetworkReader(runner).read();
  }

  Tools tools() throws FirewallException {
    return Tools.find(variant);
  }
}
