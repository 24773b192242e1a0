package dev.durward.router;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import java.time.LocalDate;
import java.util.List;

/**
 * A platform's firewall together with the router before it: one plan, one transaction.
 *
 * @param inner the platform's own
 * @param forwarder asks the router
 * @param desired whose policies the router is asked about
 * @param program Durward's launcher, by which a plan's steps name it
 */
public record ForwardingBackend(
    FirewallBackend inner, Forwarder forwarder, Desired desired, String program)
    implements FirewallBackend {
  @Override
  public List<Diagnostic> check(RuleSet rules, SourceMap sources) {
    return inner.check(rules, sources);
  }

  @Override
  public List<Realized> realize(RuleSet rules, LocalDate day) {
    return inner.realize(rules, day);
  }

  @Override
  public void requirePermission() throws FirewallException {
    inner.requirePermission();
  }

  @Override
  public HostSnapshot snapshot() throws FirewallException, InterruptedException {
    return over(inner.snapshot());
  }

  /** A snapshot of the host, with what the router has for it. */
  public HostSnapshot over(HostSnapshot host) throws FirewallException, InterruptedException {
    return new ForwardingSnapshot(host, Sight.of(forwarder, desired), program);
  }
}
