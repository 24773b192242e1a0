package dev.durward.journal;

import dev.durward.journal.Cause.Kind;
import dev.durward.journal.Cause.Restored;
import dev.durward.journal.Cause.SourceFile;
import dev.durward.plan.Change;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import java.util.List;
import java.util.Optional;

/** Applies for the journal to keep. */
final class Records {
  static final Cause APPLY =
      new Cause(
          Kind.APPLY,
          "anna as root",
          "iptables",
          List.of(new SourceFile("/etc/\"web\"\\ \u00e4\n.yaml", "0".repeat(64))),
          Optional.empty());

  private Records() {}

  static Cause rollback(int id, boolean after) {
    return new Cause(
        Kind.ROLLBACK, "root", "iptables", List.of(), Optional.of(new Restored(id, after)));
  }

  static Change change(Change.Kind kind, String policy, String rule) {
    Mark mark = Mark.of(policy, rule);
    return new Change(
        kind,
        mark,
        "allow in \u2026",
        "because",
        kind == Change.Kind.ADD ? List.of() : List.of(entry(mark, "old \"\\\u0001\ud83d\ude00")),
        kind == Change.Kind.REMOVE ? List.of() : List.of(entry(mark, "new")),
        kind == Change.Kind.REPLACE ? List.of(entry(mark, "kept")) : List.of());
  }

  private static Entry entry(Mark mark, String text) {
    return new Entry(mark, "iptables DURWARD-IN-ALLOW", text);
  }
}
