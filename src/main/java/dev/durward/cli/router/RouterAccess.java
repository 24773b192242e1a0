package dev.durward.cli.router;

import dev.durward.cli.host.Host;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.LedgerFile;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.router.Forwarder;
import dev.durward.router.ForwardingBackend;
import dev.durward.router.Grant;
import dev.durward.router.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * The router before a host, for policies that have to do with it: where none has, nothing of it is
 * loaded, and nobody is asked.
 *
 * @param host the host
 */
public record RouterAccess(Host host) {
  /** What policies want, of the router too. */
  public Desired wanted(Desired desired, List<RuleSet> policies) {
    boolean any =
        policies.stream()
            .flatMap(policy -> policy.rules().stream())
            .anyMatch(rule -> rule.forwarding().isPresent());
    return any ? Wanted.added(desired, policies, host.platform(), host.today()) : desired;
  }

  /** What was given to this host, in the order in which it was asked for. */
  public List<Grant> grants() throws FirewallException {
    return host.journal().hasLedger() ? new LedgerFile(host.journal()).grants() : List.of();
  }

  /** How long that lasts which a plan has asked for, if nothing sees to it; empty if it lasts. */
  public Optional<String> endOf(Plan plan) {
    boolean isAsked = plan.added().anyMatch(entry -> entry.place().equals(Wanted.PLACE));
    try {
      return isAsked ? new RouterTimer(host).advice(grants()) : Optional.empty();
    } catch (FirewallException e) {
      return Optional.empty(); // it has been read a moment ago
    }
  }

  /** Whether policies want anything of the router, or have got it. */
  boolean concerns(Desired desired) throws FirewallException {
    return isAsked(desired) || (host.journal().hasLedger() && isGiven(desired));
  }

  private boolean isGiven(Desired desired) throws FirewallException {
    return grants().stream()
        .anyMatch(grant -> desired.policies().contains(grant.forward().owner().policy()));
  }

  private static boolean isAsked(Desired desired) {
    return desired.rules().stream()
        .flatMap(rule -> rule.entries().stream())
        .anyMatch(entry -> entry.place().equals(Wanted.PLACE));
  }

  /**
   * What can be put back of an apply that was broken off: where its router can't be asked for what
   * it had, the host alone.
   */
  public ApplyRecord withinReach(ApplyRecord record)
      throws FirewallException, InterruptedException {
    Desired before = record.before(record.policies());
    return isAsked(before) && !forwarder().canGive(before) ? record.without(Wanted.PLACE) : record;
  }

  /**
   * Writes down what these policies, as they are now, no longer want of routers that couldn't be
   * told so.
   */
  public void abandon(Desired desired) throws FirewallException {
    if (concerns(desired)) {
      forwarder().abandon(desired);
    }
  }

  /** The same of what a change has tried that was taken back. */
  public void retract(Desired tried, Desired before) throws FirewallException {
    if (concerns(tried)) {
      forwarder().retract(tried, before);
    }
  }

  /** Brings to an end what earlier commands couldn't at the router: for each, a sentence. */
  public List<String> settle() throws FirewallException, InterruptedException {
    if (!host.journal().hasLedger()) {
      return List.of();
    }
    return forwarder().settle().stream()
        .map(
            renewal ->
                "the router's port "
                    + renewal.grant().forward().external()
                    + ", which was left open by an earlier command: "
                    + RouterWords.of(renewal.outcome()))
        .toList();
  }

  /** The way to a host's rules; with the router, as far as it concerns them. */
  public FirewallBackend with(FirewallBackend backend, Desired desired) throws FirewallException {
    return concerns(desired) ? forwarding(backend, desired) : backend;
  }

  /** A host's rules; with what the router has, as far as it concerns them. */
  public HostSnapshot with(FirewallBackend backend, HostSnapshot snapshot, Desired desired)
      throws FirewallException, InterruptedException {
    return concerns(desired) ? forwarding(backend, desired).over(snapshot) : snapshot;
  }

  private ForwardingBackend forwarding(FirewallBackend backend, Desired desired) {
    return new ForwardingBackend(backend, forwarder(), desired, RouterRunner.program());
  }

  /** Asks the router itself. */
  Forwarder forwarder() {
    return new Forwarder(host.routers(), new LedgerFile(host.journal()));
  }

  /** Runs a plan's commands, those about the router in this process. */
  public CommandRunner runner(FirewallBackend backend) {
    return backend instanceof ForwardingBackend
        ? new RouterRunner(host.runner(), forwarder())
        : host.runner();
  }
}
