package dev.durward.router;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.PortRange;
import dev.durward.plan.Assessment;
import dev.durward.plan.Change;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.plan.Retreat;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Parting;
import dev.durward.plan.Script.Step;
import dev.durward.platform.Explanation;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.platform.Locality;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host with the router before it, as they were read.
 *
 * @param host the host
 * @param sight the router
 * @param program Durward's launcher
 */
record ForwardingSnapshot(HostSnapshot host, Sight sight, String program) implements HostSnapshot {
  @Override
  public List<Entry> managed() {
    List<Entry> all = new ArrayList<>(host.managed());
    all.addAll(sight.there());
    return all;
  }

  @Override
  public String canonical(String text) {
    return Forward.isText(text) ? text : host.canonical(text);
  }

  @Override
  public String inWords(Entry entry) {
    return Forward.isLine(entry) ? entry.text() : host.inWords(entry);
  }

  @Override
  public String frame() {
    return sight.troubles().isEmpty() ? host.frame() : host.frame() + ", and the router";
  }

  @Override
  public Assessment assess(List<Entry> lines, Desired desired) {
    Assessment own = host.assess(ofHost(lines), Wanted.withoutRouter(desired));
    List<Diagnostic> notices = new ArrayList<>(own.notices());
    notices.addAll(sight.notices());
    return new Assessment(with(own.repairs(), lines), notices);
  }

  @Override
  public List<Repair> repairs(List<Entry> lines, Desired desired) {
    return with(host.repairs(ofHost(lines), Wanted.withoutRouter(desired)), lines);
  }

  /** The host's repairs, and what the router has otherwise than these lines say. */
  private List<Repair> with(List<Repair> own, List<Entry> lines) {
    List<Repair> repairs = new ArrayList<>(own);
    for (Entry line : lines) {
      String trouble = sight.troubles().get(line);
      if (trouble != null) {
        repairs.add(new Repair(Forward.PLACE, trouble, "ask for it anew"));
      }
    }
    return repairs;
  }

  private static List<Entry> ofHost(List<Entry> lines) {
    return lines.stream().filter(line -> !Forward.isLine(line)).toList();
  }

  /** The host first: what the router lets through is to meet a host that is ready for it. */
  @Override
  public Script render(Plan plan) {
    Script own = host.render(ofHost(plan));
    List<Step> steps = new ArrayList<>(own.steps());
    steps.addAll(new RouterSteps(program).of(plan, sight.troubles().keySet()));
    return new Script(steps, own.partings());
  }

  @Override
  public List<Parting> partings(List<Entry> lines) {
    return host.partings(ofHost(lines));
  }

  /**
   * The host's way back alone: a shell with nobody there asks no router. What stays behind there
   * leads to a port that is shut, ends by itself, and is taken away by the next command.
   */
  @Override
  public Retreat retreat(Plan plan) {
    return host.retreat(ofHost(plan));
  }

  private Plan ofHost(Plan plan) {
    List<Change> changes = plan.changes().stream().map(ForwardingSnapshot::ofHost).toList();
    List<Repair> repairs =
        plan.repairs().stream().filter(repair -> !repair.place().equals(Forward.PLACE)).toList();
    return new Plan(host, changes, repairs, plan.notices());
  }

  private static Change ofHost(Change change) {
    List<Entry> removed = ofHost(change.removed());
    List<Entry> added = ofHost(change.added());
    Change.Kind kind = removed.isEmpty() && added.isEmpty() ? Change.Kind.KEEP : change.kind();
    return new Change(
        kind,
        change.mark(),
        change.summary(),
        change.reason(),
        removed,
        added,
        ofHost(change.kept()));
  }

  @Override
  public Imported imported(Optional<String> policy) {
    return host.imported(policy);
  }

  @Override
  public Explanation explained(Question question, Locality locality) {
    return host.explained(question, locality);
  }

  @Override
  public List<PortRange> portsNamed(Direction direction, int protocol) {
    return host.portsNamed(direction, protocol);
  }

  @Override
  public List<Loss> losses(Plan plan, List<Passage> passages) {
    return host.losses(ofHost(plan), passages);
  }

  @Override
  public boolean mayShut(Plan plan) {
    return host.mayShut(ofHost(plan));
  }
}
