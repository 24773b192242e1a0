package dev.durward.cli;

import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.HostNetworkReader;
import dev.durward.platform.host.Listeners;
import dev.durward.platform.host.NetnsVantage;
import dev.durward.platform.host.TerminalWidth;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.probe.ClosedPorts;
import dev.durward.probe.Derivation;
import dev.durward.probe.HostNetwork;
import dev.durward.probe.Probes;
import dev.durward.probe.Progress;
import dev.durward.probe.Result;
import dev.durward.probe.RuleCounters;
import dev.durward.probe.SelfVantage;
import dev.durward.probe.Vantage;
import dev.durward.probe.Verification;
import dev.durward.probe.VerificationReport;
import dev.durward.probe.tls.ServiceVerification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Probes what rules say of this host: the ports, and then, where a rule says what is expected
 * there, the services behind them. A person at the terminal is told how far it is.
 */
record Survey(Terminal terminal, LinuxHost host, Probing probing) {

  /** One of the host, if it is one that can be probed. */
  static Survey on(Host host, Terminal terminal, Probing probing) throws FirewallException {
    if (host instanceof LinuxHost linux) {
      return new Survey(terminal, linux, probing);
    }
    throw new FirewallException(
        FirewallException.Kind.TOOL_MISSING,
        "verify probes from Linux so far",
        "see what plan and status say, or probe this host from another one");
  }

  /**
   * Does it.
   *
   * @param written all rule sets that are meant to hold together, as written
   * @return what was found; incomplete if the calling thread was interrupted, and it is so still
   * @throws InterruptedException if it was interrupted and nothing was found yet
   */
  VerificationReport of(List<RuleSet> written) throws FirewallException, InterruptedException {
    HostNetwork network = new HostNetworkReader(host.runner()).read();
    Derivation derived = Probes.derive(written, host.today(), network, probing.sampling());
    if (probing.closed()) {
      derived = derived.with(ClosedPorts.derive(written, host.today(), network));
    }
    List<RuleSet> sets =
        written.stream().map(set -> set.inForce(Platform.LINUX, host.today())).toList();
    if (!terminal.canAsk()) {
      return observe(sets, derived, Progress.NONE);
    }
    Duration longest = probing.patience().longest(derived.probes());
    try (ProgressLine line =
        ProgressLine.on(
            terminal.err(), TerminalWidth::columns, longest, ProgressLine.USUAL_DELAY)) {
      return observe(sets, derived, line);
    }
  }

  private VerificationReport observe(List<RuleSet> sets, Derivation derived, Progress progress)
      throws FirewallException, InterruptedException {
    Verification.Options options =
        new Verification.Options(probing.patience(), probing.listen(), progress);
    Listeners listeners = new Listeners();
    try {
      if (isFromSelf()) {
        SelfVantage self = new SelfVantage(listeners);
        return verify(self, RuleCounters.NONE, listeners, options, sets, derived);
      }
      IptablesBackend backend = host.backend();
      try (NetnsVantage netns = NetnsVantage.open(host.runner())) {
        return verify(netns, backend::counters, listeners, options, sets, derived);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new FirewallException(
          FirewallException.Kind.UNREADABLE,
          "no probe could be sent: " + e.getMessage(),
          "look at the network of this host, or try --vantage self");
    }
  }

  private boolean isFromSelf() {
    Capabilities may = host.capabilities().get();
    return switch (probing.vantage()) {
      case SELF -> true;
      case NETNS -> false;
      case AUTO -> !may.netAdmin() || !may.sysAdmin();
    };
  }

  private static VerificationReport verify(
      Vantage vantage,
      RuleCounters counters,
      Listeners listeners,
      Verification.Options options,
      List<RuleSet> sets,
      Derivation derived)
      throws IOException, InterruptedException {
    VerificationReport report =
        new Verification(vantage, counters, listeners, options).run(derived);
    boolean asked =
        sets.stream()
            .flatMap(set -> set.rules().stream())
            .anyMatch(ServiceVerification::isAskedFor);
    if (!asked) {
      return report;
    }
    Duration timeout = options.patience().timeout();
    List<Result> services =
        ServiceVerification.of(vantage, timeout, Instant.now()).run(sets, derived.probes());
    VerificationReport all = report.with(services);
    return Thread.currentThread().isInterrupted() ? all.brokenOff() : all;
  }
}
