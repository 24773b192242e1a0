package dev.durward.platform.netsh;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.PortRange;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Assessment;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.plan.Plan;
import dev.durward.plan.Retreat;
import dev.durward.plan.Script;
import dev.durward.platform.Explanation;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.platform.Locality;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Question;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.Networks;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.script.BackScript;
import dev.durward.platform.netsh.script.NetshScript;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.InboundChange;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Defender Firewall as the registry keeps it, read at one time.
 *
 * @param netsh the path of the program that changes are made with
 * @param policy what was read
 * @param networks that the host knows
 */
public record DefenderSnapshot(String netsh, FirewallPolicy policy, Networks networks)
    implements HostSnapshot {
  @Override
  public List<Entry> managed() {
    List<Entry> managed = new ArrayList<>();
    for (FirewallRule rule : policy.localRules()) {
      OwnRule.of(rule).ifPresent(own -> managed.add(own.entry()));
    }
    managed.addAll(InboundBlock.settings(policy));
    return managed;
  }

  /** How many of its rules are Durward's. */
  public int ownRules() {
    return OwnRule.among(managed()).size();
  }

  @Override
  public String canonical(String text) {
    // Entries are made from what was understood, and so have one form already, but for what a
    // host remembers of before.
    return InboundBlock.canonical(text);
  }

  @Override
  public String inWords(Entry entry) {
    return OwnRule.isRule(entry) ? NetshWords.of(OwnRule.of(entry).rule()).line() : entry.text();
  }

  @Override
  public String frame() {
    return "settings of Defender Firewall";
  }

  @Override
  public Assessment assess(List<Entry> lines, Desired desired) {
    List<InboundChange> changes = InboundChange.of(policy, lines);
    return new Assessment(
        changes.stream().map(InboundChange::repair).toList(),
        DefenderNotices.of(this, lines, desired));
  }

  /** What about a profile keeps rules from working there. */
  public List<Diagnostic> notices(Profile profile) {
    List<Diagnostic> notices = new ArrayList<>(DefenderNotices.settings(policy, profile));
    if (networks.excludes(Set.of(profile))) {
      notices.add(DefenderNotices.inactive(profile));
    }
    return notices;
  }

  @Override
  public Imported imported(Optional<String> wanted) {
    return DefenderImport.of(policy, wanted);
  }

  @Override
  public Explanation explained(Question question, Locality locality) {
    return DefenderExplanation.of(this, question);
  }

  @Override
  public List<PortRange> portsNamed(Direction direction, int protocol) {
    List<PortRange> named = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      for (FirewallRule rule : policy.rules(profile)) {
        if (rule.direction() == direction && rule.protocol().orElse(protocol) == protocol) {
          boolean in = direction == Direction.IN;
          named.addAll((in ? rule.localPorts() : rule.remotePorts()).numbers().ranges());
        }
      }
    }
    return named;
  }

  @Override
  public List<Loss> losses(Plan plan, List<Passage> passages) {
    List<FirewallRule> local =
        new ArrayList<>(
            policy.localRules().stream().filter(rule -> OwnRule.of(rule).isEmpty()).toList());
    OwnRule.among(plan.after()).forEach(own -> local.add(own.rule()));
    List<InboundChange> changes = InboundChange.of(policy, plan.after());
    Optional<Mark> shutting = plan.added().map(Entry::mark).filter(InboundBlock::isOf).findFirst();
    return new DefenderLosses(
            this, InboundChange.done(policy.withLocalRules(local), changes), shutting)
        .of(passages);
  }

  @Override
  public Script render(Plan plan) {
    return NetshScript.render(netsh, policy, plan);
  }

  @Override
  public Retreat retreat(Plan plan) {
    return BackScript.retreat(policy, plan);
  }
}
