package dev.durward.cli.verify;

import dev.durward.cli.host.Host;
import dev.durward.cli.host.LinuxHost;
import dev.durward.cli.terminal.Terminal;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.TerminalWidth;
import dev.durward.probe.Patience;
import dev.durward.probe.Progress;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.tls.ServiceVerification;
import dev.durward.probe.verification.Verification;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Probes what rules say of this host, or of another one: the ports, and then, where a rule says
 * what is expected there, the services behind them. A person at the terminal is told how far it is.
 */
public record Survey(Terminal terminal, Host host, Probing probing) {

  /** One of the host, if it is one that more can be told of than what listens. */
  public static Survey on(Host host, Terminal terminal, Probing probing) throws FirewallException {
    if (host instanceof LinuxHost linux) {
      return new Survey(terminal, linux, probing);
    }
    throw new FirewallException(
        FirewallException.Kind.TOOL_MISSING,
        "apply --verify probes from Linux so far",
        "see what plan and status say, or probe this host from another one");
  }

  /**
   * Does it.
   *
   * @param written all rule sets that are meant to hold together, as written
   * @return what was found; incomplete if the calling thread was interrupted, and it is so still
   * @throws InterruptedException if it was interrupted and nothing was found yet
   */
  public VerificationReport of(List<RuleSet> written)
      throws FirewallException, InterruptedException {
    try (OpenVantage from = new Vantages(host, probing).open()) {
      Derivation derived = from.deriving().of(written);
      if (!terminal.canAsk()) {
        return observe(from, written, derived, Progress.NONE);
      }
      Duration longest = probing.patienceOn(host.platform()).longest(derived.probes());
      try (ProgressLine line =
          ProgressLine.on(
              terminal.err(), TerminalWidth::columns, longest, ProgressLine.USUAL_DELAY)) {
        return observe(from, written, derived, line);
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

  private VerificationReport observe(
      OpenVantage from, List<RuleSet> written, Derivation derived, Progress progress)
      throws IOException, InterruptedException {
    Patience patience = probing.patienceOn(host.platform());
    Verification.Options options = new Verification.Options(patience, probing.listen(), progress);
    VerificationReport report =
        new Verification(
                from.vantage(), from.counters(), from.listeners(), from.forecast(), options)
            .run(derived);
    List<RuleSet> sets = written.stream().map(this::inForce).toList();
    boolean asked =
        sets.stream()
            .flatMap(set -> set.rules().stream())
            .anyMatch(ServiceVerification::isAskedFor);
    if (!asked) {
      return report;
    }
    VerificationReport all =
        report.with(
            ServiceVerification.of(from.vantage(), patience.timeout(), Instant.now())
                .run(sets, derived.probes()));
    return Thread.currentThread().isInterrupted() ? all.brokenOff() : all;
  }

  /** The rules that hold on this host, or on one of whichever platform. */
  private RuleSet inForce(RuleSet set) {
    boolean other = probing.origin() instanceof Origin.Target;
    return set.with(
        set.rules().stream()
            .filter(
                rule ->
                    List.of(Platform.values()).stream()
                        .filter(platform -> other || platform == host.platform())
                        .anyMatch(platform -> rule.inForce(platform, host.today())))
            .toList());
  }
}
