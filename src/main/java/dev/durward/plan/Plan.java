package dev.durward.plan;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.plan.Desired.Realized;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The way from what is on a host to what is wanted there.
 *
 * @param before the host as it was read
 * @param changes one for each rule of the policies, wanted or found: rules of the file in its
 *     order, then those that go
 * @param repairs of the frame
 * @param notices what the user must know; an error means that the plan must not be applied
 */
public record Plan(
    Snapshot before, List<Change> changes, List<Repair> repairs, List<Diagnostic> notices) {
  public Plan {
    changes = List.copyOf(changes);
    repairs = List.copyOf(repairs);
    notices = List.copyOf(notices);
  }

  /** The same, with more that the user must know. */
  public Plan with(List<Diagnostic> more) {
    List<Diagnostic> all = new ArrayList<>(notices);
    all.addAll(more);
    return new Plan(before, changes, repairs, all);
  }

  /** Whether the host is already as wanted. */
  public boolean isEmpty() {
    return repairs.isEmpty() && keepsRules();
  }

  /** Whether all rules are as wanted, whatever their frame. */
  public boolean keepsRules() {
    return changes.stream().allMatch(change -> change.kind() == Change.Kind.KEEP);
  }

  /** Whether something about the host forbids to apply it. */
  public boolean isObstructed() {
    return notices.stream().anyMatch(Diagnostic::isError);
  }

  /** Everything of Durward's that is on the host when it is applied, whatever the policy. */
  public List<Entry> after() {
    Set<Mark> concerned = new HashSet<>();
    changes.forEach(change -> concerned.add(change.mark()));
    List<Entry> after = new ArrayList<>();
    for (Entry entry : before.managed()) {
      if (!concerned.contains(entry.mark())) {
        after.add(entry);
      }
    }
    for (Change change : changes) {
      after.addAll(change.kept());
      after.addAll(change.added());
    }
    return after;
  }

  /** What its policies have on the host before it is applied: the way back. */
  public Desired asBefore() {
    Set<String> policies = new HashSet<>();
    changes.forEach(change -> policies.add(change.mark().policy()));
    List<Realized> rules = new ArrayList<>();
    Planner.found(policies, before)
        .forEach((mark, entries) -> rules.add(new Realized(mark, "", entries, "")));
    return new Desired(policies, rules, "not there before");
  }

  /** The lines that go, as the host prints them. */
  public Stream<Entry> removed() {
    return changes.stream().flatMap(change -> change.removed().stream());
  }

  /** The lines that come. */
  public Stream<Entry> added() {
    return changes.stream().flatMap(change -> change.added().stream());
  }
}
