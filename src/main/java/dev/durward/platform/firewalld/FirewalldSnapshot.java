package dev.durward.platform.firewalld;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.PortRange;
import dev.durward.plan.Assessment;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Parting;
import dev.durward.platform.Explanation;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.platform.Locality;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Question;
import dev.durward.platform.host.LocalEnds;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.LossFinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What firewalld has, and what the kernel has beside it.
 *
 * @param firewalld its command
 * @param kernel what iptables and nft show
 * @param state what firewalld has
 * @param ends this host's ends of connections
 */
record FirewalldSnapshot(
    FirewallCmd firewalld, IptablesSnapshot kernel, FirewalldState state, LocalEnds ends)
    implements HostSnapshot {
  private static final String FRAME = "firewalld";

  @Override
  public List<Entry> managed() {
    return state.managed();
  }

  @Override
  public String canonical(String text) {
    // Durward writes rules as firewalld prints them.
    return text;
  }

  @Override
  public String inWords(Entry entry) {
    return "firewall-cmd --policy="
        + PolicyObject.of(entry).title()
        + " --add-rich-rule='"
        + entry.text()
        + "'";
  }

  @Override
  public Assessment assess(List<Entry> lines, Desired desired) {
    List<Repair> repairs = new ArrayList<>();
    for (PolicyObject object : missing(lines)) {
      boolean half = state.keeps(object) || state.runs(object);
      repairs.add(
          new Repair(
              object.place(),
              half
                  ? "the policy object is configured and does not run, or the other way round"
                  : "",
              "make the policy object, and let firewalld load it"));
    }
    if (isFrameToGo(lines)) {
      repairs.add(
          new Repair(
              FRAME, "", "delete the policy objects that Durward kept its rules in, and reload"));
    }
    for (PolicyObject object : PolicyObject.values()) {
      if (state.hasStaleLedger(object)) {
        repairs.add(
            new Repair(
                object.place(),
                "its description tells of rules that are not there",
                "tell of those that are"));
      }
    }
    List<Diagnostic> notices = new ArrayList<>(kernel.surroundings());
    notices.addAll(new FirewalldNotices(this).of(lines));
    notices.addAll(new FirewalldEndings(this).ofNew(lines).notices());
    return new Assessment(repairs, notices);
  }

  /** The objects that rules are to be kept in, and that are not there yet, or don't run. */
  List<PolicyObject> missing(List<Entry> lines) {
    return Arrays.stream(PolicyObject.values())
        .filter(object -> lines.stream().anyMatch(line -> PolicyObject.of(line) == object))
        .filter(object -> !state.keeps(object) || !state.runs(object))
        .toList();
  }

  /** Whether the objects hold nothing any more, and nobody is harmed when they go. */
  boolean isFrameToGo(List<Entry> lines) {
    return isFrameIdle(lines)
        && Arrays.stream(PolicyObject.values()).allMatch(object -> state.foreign(object).isEmpty())
        && losses().isEmpty();
  }

  /** Whether there are objects of Durward's, and no rules for them. */
  boolean isFrameIdle(List<Entry> lines) {
    return lines.isEmpty()
        && Arrays.stream(PolicyObject.values())
            .anyMatch(object -> state.keeps(object) || state.runs(object));
  }

  /** What others would lose by a reload. */
  List<String> losses() {
    return ReloadLoss.of(state, kernel);
  }

  @Override
  public List<Loss> losses(Plan plan, List<Passage> passages) {
    List<Entry> after = plan.after();
    return LossFinder.between(
        PlannedPolicies.of(kernel, managed()),
        new FirewalldEndings(this).ofNew(after).refusedBy(PlannedPolicies.of(kernel, after)),
        passages);
  }

  @Override
  public Script render(Plan plan) {
    return new Script(
        FirewalldScript.steps(this, plan),
        new FirewalldEndings(this).ofNew(plan.after()).partings());
  }

  @Override
  public List<Parting> partings(List<Entry> lines) {
    return new FirewalldEndings(this).of(lines).partings();
  }

  @Override
  public Imported imported(Optional<String> policy) {
    Imported imported = kernel.imported(policy);
    List<String> headings = new ArrayList<>(imported.headings());
    headings.add("firewalld's own zones and policies are not read: see firewall-cmd --list-all");
    return new Imported(imported.policy(), imported.inbound(), headings, imported.items());
  }

  @Override
  public Explanation explained(Question question, Locality locality) {
    return kernel.explained(question, locality);
  }

  @Override
  public List<PortRange> portsNamed(Direction direction, int protocol) {
    return kernel.portsNamed(direction, protocol);
  }
}
