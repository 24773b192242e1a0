package dev.durward.journal;

import dev.durward.plan.Change;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one apply is about to do, and how that is put back.
 *
 * @param changes all rules of its policies, with those that stay
 * @param back the commands that undo it, as a POSIX shell runs them; empty where the way back is a
 *     plan of its own
 */
public record ApplyRecord(Heading heading, List<Change> changes, String back) {
  public ApplyRecord {
    changes = List.copyOf(changes);
  }

  /** What these of its policies had on the host before it. */
  public Desired before(Set<String> policies) {
    return desired(policies, Change::removed, "not there before apply " + heading.id());
  }

  /** What these of its policies are to have on the host after it. */
  public Desired after(Set<String> policies) {
    return desired(policies, Change::added, "not there after apply " + heading.id());
  }

  /** The same, but for lines that are kept in a place. */
  public ApplyRecord without(String place) {
    List<Change> others = new ArrayList<>();
    for (Change change : changes) {
      others.add(
          new Change(
              change.kind(),
              change.mark(),
              change.summary(),
              change.reason(),
              without(place, change.removed()),
              without(place, change.added()),
              without(place, change.kept())));
    }
    return new ApplyRecord(heading, others, back);
  }

  private static List<Entry> without(String place, List<Entry> lines) {
    return lines.stream().filter(line -> !line.place().equals(place)).toList();
  }

  /** Its policies. */
  public Set<String> policies() {
    return Set.copyOf(heading.policies());
  }

  private interface Side {
    List<Entry> of(Change change);
  }

  private Desired desired(Set<String> policies, Side side, String gone) {
    Set<String> own = new HashSet<>(policies);
    own.retainAll(heading.policies());
    List<Realized> rules = new ArrayList<>();
    for (Change change : changes) {
      List<Entry> entries = new ArrayList<>(change.kept());
      entries.addAll(side.of(change));
      if (own.contains(change.mark().policy()) && !entries.isEmpty()) {
        rules.add(new Realized(change.mark(), change.summary(), entries, ""));
      }
    }
    return new Desired(own, rules, gone);
  }
}
