package dev.durward.cli.verify;

import dev.durward.cli.host.Host;
import dev.durward.cli.host.LinuxHost;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.NetnsVantage;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.Ways;
import dev.durward.probe.derivation.ClosedPorts;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.derivation.FixedProbes;
import dev.durward.probe.derivation.HostNetwork;
import dev.durward.probe.derivation.Probes;
import dev.durward.probe.vantage.SelfVantage;
import dev.durward.probe.vantage.TargetVantage;
import dev.durward.probe.verification.Forecast;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Opens the vantage that was asked for, or the best that can be had, and says why that one.
 *
 * @param host this one
 * @param probing what was asked for
 */
record Vantages(Host host, Probing probing) {
  private static final String LOOPBACK =
      "a packet from the host to itself crosses loopback, where no rule holds";

  /**
   * Opens it.
   *
   * @throws FirewallException if it can't be had here
   */
  OpenVantage open() throws FirewallException, IOException, InterruptedException {
    Origin origin = probing.origin();
    if (origin instanceof Origin.Target target) {
      return target(target.host());
    }
    if (origin instanceof Origin.Ssh ssh) {
      return ssh(ssh.destination());
    }
    if (origin instanceof Origin.Self) {
      return self("as asked for: " + LOOPBACK);
    }
    if (!(host instanceof LinuxHost linux)) {
      if (origin instanceof Origin.Netns) {
        throw new FirewallException(
            Kind.TOOL_MISSING,
            "Windows has no network namespaces",
            "run verify --target from another machine");
      }
      return self("Windows has no network namespaces, and " + LOOPBACK);
    }
    List<String> lacking = lacking(linux.capabilities().get());
    return origin instanceof Origin.Netns || lacking.isEmpty()
        ? netns(linux)
        : self(
            "this process lacks "
                + String.join(" and ", lacking)
                + ", so no namespace can be made, and "
                + LOOPBACK);
  }

  private static List<String> lacking(Capabilities may) {
    List<String> lacking = new ArrayList<>();
    if (!may.sysAdmin()) {
      lacking.add("CAP_SYS_ADMIN");
    }
    if (!may.netAdmin()) {
      lacking.add("CAP_NET_ADMIN");
    }
    return lacking;
  }

  private OpenVantage self(String why) {
    return new OpenVantage(
        new SelfVantage(host.listeners(), why),
        RuleCounters.NONE,
        host.listeners(),
        Forecast.NONE,
        free());
  }

  private OpenVantage netns(LinuxHost linux) throws FirewallException, InterruptedException {
    NetnsVantage vantage = NetnsVantage.open(linux.runner(), reversePaths(linux));
    return new OpenVantage(
        vantage,
        linux.counters(),
        host.listeners(),
        new LinuxForecast(linux, vantage::entries),
        free());
  }

  /** Rules that can't be read are no reason not to probe. */
  private static Set<Family> reversePaths(LinuxHost linux) throws InterruptedException {
    try {
      return linux.iptables().snapshot().reversePaths();
    } catch (FirewallException e) {
      return Set.of();
    }
  }

  /** Sources may be chosen. */
  private OpenVantage.Deriving free() {
    return written -> {
      HostNetwork network = host.network();
      Derivation derived =
          Probes.derive(written, host.platform(), host.today(), network, probing.sampling());
      return probing.closed()
          ? derived.with(ClosedPorts.derive(written, host.platform(), host.today(), network))
          : derived;
    };
  }

  private OpenVantage.Deriving fixed(Ways ways, Set<Platform> platforms) {
    return written ->
        FixedProbes.derive(written, platforms, host.today(), ways, probing.sampling());
  }

  private OpenVantage target(String name) throws FirewallException {
    TargetVantage vantage = new TargetVantage(name);
    try {
      return new OpenVantage(
          vantage,
          RuleCounters.NONE,
          () -> ListenerTable.UNKNOWN,
          Forecast.NONE,
          fixed(vantage.ways(), Set.of(Platform.values())));
    } catch (TargetVantage.Unsuitable e) {
      throw new FirewallException(
          Kind.UNREACHABLE,
          String.valueOf(e.getMessage()),
          "--target is for another machine; of this one, --vantage netns or ssh:HOST tells more");
    }
  }

  private OpenVantage ssh(String destination)
      throws FirewallException, IOException, InterruptedException {
    List<IpAddress> targets = new ArrayList<>();
    for (Family family : Family.values()) {
      targets.addAll(host.network().addresses(family));
    }
    FarSide far = FarSide.open(host, destination, targets);
    LinuxHost linux = (LinuxHost) host; // no other has a far side
    boolean isRead = lacking(linux.capabilities().get()).isEmpty();
    return new OpenVantage(
        far.vantage(),
        isRead ? linux.counters() : RuleCounters.NONE,
        host.listeners(),
        isRead ? new LinuxForecast(linux, LinuxForecast.ANY) : Forecast.NONE,
        fixed(far.ways(), Set.of(host.platform())));
  }
}
