package dev.durward.platform.nftables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Family;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.UserNumbers;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps rules in nft's own tables, on a host whose firewall is there. */
public final class NftBackend implements FirewallBackend {
  /** What takes its rules away. */
  public static final String WIPED =
      "`nft flush ruleset`, and so mostly a reload of nftables, takes Durward's rules away";

  /** What is to be done about that. */
  public static final String AFTER_WIPING = "run durward apply FILE again after one";

  private final IptablesBackend kernel;
  private final UserNumbers users;

  /**
   * @param kernel reads the host
   * @param users looks users up
   */
  public NftBackend(IptablesBackend kernel, UserNumbers users) {
    this.kernel = kernel;
    this.users = users;
  }

  @Override
  public List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    return NftCheck.check(desired, sources, users);
  }

  @Override
  public List<Realized> realize(RuleSet desired, LocalDate day) {
    return desired.rules().stream().map(rule -> realize(desired.policy(), rule, day)).toList();
  }

  private Realized realize(String policy, Rule rule, LocalDate day) {
    Mark mark = Mark.of(policy, rule.name());
    Optional<String> idle = rule.idle(Platform.LINUX, day);
    String uid = rule.linux().user().flatMap(users::number).orElse("");
    return new Realized(
        mark,
        rule.summary(Platform.LINUX),
        idle.isPresent() ? List.of() : RuleWriter.write(mark, rule, uid),
        idle.orElse(""));
  }

  @Override
  public void requirePermission() throws FirewallException {
    kernel.requirePermission();
  }

  @Override
  public NftSnapshot snapshot() throws FirewallException, InterruptedException {
    IptablesSnapshot all = kernel.snapshot();
    if (!all.unread().isEmpty()) {
      throw new FirewallException(
          Kind.UNREADABLE,
          String.join(", ", all.unread()) + " could not be read: what filters there is not known",
          "look at it with nft list ruleset");
    }
    String nft =
        all.tools()
            .nft()
            .orElseThrow(
                () ->
                    new FirewallException(
                        Kind.TOOL_MISSING,
                        "there is no program nft on this host",
                        "install the package nftables, or leave --platform out"));
    return new NftSnapshot(nft, all);
  }

  /** A chain of somebody's that refuses some of what comes in; empty if firewalld runs it all. */
  public static Optional<String> decider(IptablesSnapshot kernel) {
    Optional<String> decider = Optional.empty();
    for (Family family : Family.values()) {
      for (BaseChain chain : kernel.nativeChains(family)) {
        if (chain.table().equals("inet firewalld")) {
          return Optional.empty();
        }
        if (!chain.table().equals(OwnChain.TABLE) && Refusals.in(chain) && decider.isEmpty()) {
          decider = Optional.of(chain.table() + " " + chain.chain());
        }
      }
    }
    return decider;
  }

  /** Whether rules of Durward's are kept there already. */
  public static boolean isInUse(IptablesSnapshot kernel) {
    return !new NftSnapshot("", kernel).managed().isEmpty();
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
