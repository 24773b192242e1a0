package dev.durward.platform.ufw;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.LocalEnds;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps rules through ufw's own command, on a host whose firewall ufw runs. */
public final class UfwBackend implements FirewallBackend {
  private final Installation ufw;
  private final CommandRunner runner;
  private final IptablesBackend iptables;

  /**
   * @param ufw the host's
   * @param runner runs programs of the host
   * @param iptables reads what the kernel has
   */
  public UfwBackend(Installation ufw, CommandRunner runner, IptablesBackend iptables) {
    this.ufw = ufw;
    this.runner = runner;
    this.iptables = iptables;
  }

  @Override
  public List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    return UfwCheck.check(desired, sources);
  }

  @Override
  public List<Realized> realize(RuleSet desired, LocalDate day) {
    return desired.rules().stream()
        .map(rule -> Realized.of(desired.policy(), rule, Platform.LINUX, day, UfwBackend::entries))
        .toList();
  }

  private static List<Entry> entries(Rule rule, Mark mark) {
    List<Entry> entries = new ArrayList<>();
    for (Family family : rule.effectiveFamilies()) {
      for (UfwRule each : UfwTranslation.translate(rule, family)) {
        entries.add(new Standing(each, Optional.of(mark)).entry(family));
      }
    }
    return entries;
  }

  @Override
  public void requirePermission() throws FirewallException {
    iptables.requirePermission();
  }

  @Override
  public UfwSnapshot snapshot() throws FirewallException, InterruptedException {
    Concurrent<LocalEnds> ends = Concurrent.start(() -> LocalEnds.read(runner));
    IptablesSnapshot kernel = iptables.snapshot();
    Map<Family, UserRules> rules = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      rules.put(family, ufw.rules(family));
    }
    return new UfwSnapshot(ufw, kernel, rules, ends.await());
  }

  /** Whether ufw's rules are asked for new packets, in a kernel that was read. */
  public static boolean isLive(IptablesSnapshot kernel) {
    return Forestalled.leads(
        kernel.filter(Family.IPV4), "INPUT", UfwSnapshot.chain(Family.IPV4, "input"));
  }

  /**
   * How many packets each rule has decided about, of connections opened from outside.
   *
   * @throws IOException if the host can't be read
   */
  public Map<RuleCounters.Key, Long> counters() throws IOException, InterruptedException {
    try {
      return snapshot().counters();
    } catch (FirewallException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
