package dev.durward.plan;

import dev.durward.plan.Change.Kind;
import dev.durward.plan.Desired.Realized;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares what is wanted with what is there. */
public final class Planner {
  private Planner() {}

  /** The way from the snapshot to what is desired. Pure. */
  public static Plan plan(Desired desired, Snapshot before) {
    Plan draft = draft(desired, before);
    Assessment beside = before.assess(draft.after(), desired);
    return new Plan(before, draft.changes(), beside.repairs(), beside.notices());
  }

  /** Whether the plan would be empty. */
  public static boolean isMet(Desired desired, Snapshot host) {
    Plan draft = draft(desired, host);
    return draft.keepsRules() && host.repairs(draft.after(), desired).isEmpty();
  }

  /** Whether the plan would keep all rules as they are, whatever their frame. */
  public static boolean keepsRules(Desired desired, Snapshot host) {
    return draft(desired, host).keepsRules();
  }

  private static Plan draft(Desired desired, Snapshot before) {
    Map<Mark, List<Entry>> found = found(desired.policies(), before);
    List<Change> changes = new ArrayList<>();
    for (Realized rule : desired.rules()) {
      List<Entry> there = found.remove(rule.mark());
      change(rule, there == null ? List.of() : there, before).ifPresent(changes::add);
    }
    found.values().forEach(there -> changes.add(stale(there, desired.gone())));
    return new Plan(before, changes, List.of(), List.of());
  }

  /** What policies have on the host, by rule, in its order. */
  static Map<Mark, List<Entry>> found(Set<String> policies, Snapshot before) {
    Map<Mark, List<Entry>> found = new LinkedHashMap<>();
    for (Entry entry : before.managed()) {
      if (policies.contains(entry.mark().policy())) {
        found.computeIfAbsent(entry.mark(), mark -> new ArrayList<>()).add(entry);
      }
    }
    return found;
  }

  private static Optional<Change> change(Realized rule, List<Entry> there, Snapshot before) {
    Match match = Match.of(rule.entries(), there, before);
    Kind kind;
    String reason;
    if (rule.entries().isEmpty() && there.isEmpty()) {
      return Optional.empty();
    } else if (rule.entries().isEmpty()) {
      kind = Kind.REMOVE;
      reason = rule.reason();
    } else if (there.isEmpty()) {
      kind = Kind.ADD;
      reason = "not on the host yet";
    } else if (match.missing().isEmpty() && match.surplus().isEmpty()) {
      kind = Kind.KEEP;
      reason = "as written";
    } else {
      kind = Kind.REPLACE;
      reason = "the host has it otherwise than the file says";
    }
    return Optional.of(
        new Change(
            kind,
            rule.mark(),
            rule.summary(),
            reason,
            match.surplus(),
            match.missing(),
            match.equal()));
  }

  private static Change stale(List<Entry> there, String why) {
    return new Change(Kind.REMOVE, there.get(0).mark(), "", why, there, List.of(), List.of());
  }

  /**
   * Two lists of lines held against each other, as multisets.
   *
   * @param equal lines that both have, as the host prints them
   * @param missing lines that only the file has
   * @param surplus lines that only the host has, as it prints them
   */
  private record Match(List<Entry> equal, List<Entry> missing, List<Entry> surplus) {
    static Match of(List<Entry> wanted, List<Entry> there, Snapshot before) {
      if (isSame(wanted, there)) {
        return new Match(there, List.of(), List.of());
      }
      if (wanted.isEmpty() || there.isEmpty()) {
        return new Match(List.of(), wanted, there);
      }
      Match literal = of(wanted, there, Entry::text);
      if (literal.missing().isEmpty() || literal.surplus().isEmpty()) {
        return literal;
      }
      Match canonical =
          of(literal.missing(), literal.surplus(), entry -> before.canonical(entry.text()));
      List<Entry> equal = new ArrayList<>(literal.equal());
      equal.addAll(canonical.equal());
      return new Match(equal, canonical.missing(), canonical.surplus());
    }

    /** The usual case: the very lines in the very order. */
    private static boolean isSame(List<Entry> wanted, List<Entry> there) {
      if (wanted.size() != there.size()) {
        return false;
      }
      for (int i = 0; i < wanted.size(); i++) {
        if (!wanted.get(i).text().equals(there.get(i).text())
            || !wanted.get(i).place().equals(there.get(i).place())) {
          return false;
        }
      }
      return true;
    }

    private static Match of(List<Entry> wanted, List<Entry> there, Function<Entry, String> form) {
      Map<String, List<Entry>> left = new LinkedHashMap<>();
      for (Entry entry : there) {
        left.computeIfAbsent(key(entry, form), key -> new ArrayList<>()).add(entry);
      }
      List<Entry> equal = new ArrayList<>();
      List<Entry> missing = new ArrayList<>();
      for (Entry entry : wanted) {
        List<Entry> same = left.getOrDefault(key(entry, form), List.of());
        if (same.isEmpty()) {
          missing.add(entry);
        } else {
          equal.add(same.remove(0));
        }
      }
      return new Match(equal, missing, left.values().stream().flatMap(List::stream).toList());
    }

    private static String key(Entry entry, Function<Entry, String> form) {
      return entry.place() + "\n" + form.apply(entry);
    }
  }
}
