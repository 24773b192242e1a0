package dev.durward.platform.firewalld;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.LocalEnds;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import java.time.LocalDate;
import java.util.List;

/** Keeps rules through firewalld's own command, on a host whose firewall firewalld runs. */
public final class FirewalldBackend implements FirewallBackend {
  private final FirewallCmd firewalld;
  private final CommandRunner runner;
  private final IptablesBackend iptables;

  /**
   * @param firewalld the host's
   * @param runner runs it
   * @param iptables reads what the kernel has
   */
  public FirewalldBackend(FirewallCmd firewalld, CommandRunner runner, IptablesBackend iptables) {
    this.firewalld = firewalld;
    this.runner = runner;
    this.iptables = iptables;
  }

  @Override
  public List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    return FirewalldCheck.check(desired, sources);
  }

  @Override
  public List<Realized> realize(RuleSet desired, LocalDate day) {
    return desired.rules().stream()
        .map(rule -> Realized.of(desired.policy(), rule, Platform.LINUX, day, RichRules::of))
        .toList();
  }

  @Override
  public void requirePermission() throws FirewallException {
    iptables.requirePermission();
  }

  @Override
  public FirewalldSnapshot snapshot() throws FirewallException, InterruptedException {
    requirePermission();
    Concurrent<LocalEnds> ends = Concurrent.start(() -> LocalEnds.read(runner));
    Concurrent<IptablesSnapshot> kernel = Concurrent.start(iptables::snapshot);
    FirewalldState state = firewalld.read(runner);
    return new FirewalldSnapshot(firewalld, kernel.await(), state, ends.await());
  }
}
