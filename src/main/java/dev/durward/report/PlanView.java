package dev.durward.report;

import dev.durward.plan.Change;
import dev.durward.plan.Change.Kind;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.plan.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as people read it. */
public final class PlanView {
  private final Style style;

  public PlanView(Style style) {
    this.style = style;
  }

  /** The plan by policy, then the frame, then a line that counts; each line ended. */
  public String text(Plan plan) {
    StringBuilder text = new StringBuilder();
    Map<String, List<Change>> policies = new LinkedHashMap<>();
    for (Change change : plan.changes()) {
      policies.computeIfAbsent(change.mark().policy(), name -> new ArrayList<>()).add(change);
    }
    policies.forEach(
        (policy, changes) -> {
          text.append(style.bold("policy " + policy)).append('\n');
          changes.forEach(change -> append(text, change, plan.before()));
          text.append('\n');
        });
    if (!plan.repairs().isEmpty()) {
      text.append(style.bold(plan.before().frame())).append('\n');
      plan.repairs().forEach(repair -> append(text, repair));
      text.append('\n');
    }
    return text.append(summary(plan)).append('\n').toString();
  }

  private void append(StringBuilder text, Change change, Snapshot before) {
    String name = change.mark().rule();
    text.append(
        switch (change.kind()) {
          case ADD -> style.good("  + " + name);
          case REMOVE -> style.bad("  - " + name);
          case REPLACE -> style.changed("  ~ " + name);
          case KEEP -> style.dim("  = " + name);
        });
    text.append('\n');
    if (!change.summary().isEmpty()) {
      text.append(Wrap.paragraph("      ", "        ", change.summary())).append('\n');
    }
    if (change.kind() != Kind.KEEP && change.kind() != Kind.ADD) {
      text.append(Wrap.paragraph("      ", "      ", change.reason())).append('\n');
    }
    if (change.kind() == Kind.REPLACE) {
      change.removed().forEach(entry -> append(text, "-", entry, before));
      change.added().forEach(entry -> append(text, "+", entry, before));
    }
  }

  private void append(StringBuilder text, String sign, Entry entry, Snapshot before) {
    String line = entry.place() + " " + before.inWords(entry);
    String wrapped = Wrap.paragraph("      " + sign + " ", "          ", line);
    text.append(sign.equals("+") ? style.good(wrapped) : style.bad(wrapped)).append('\n');
  }

  private void append(StringBuilder text, Repair repair) {
    String why = repair.problem().isEmpty() ? "" : " (" + repair.problem() + ")";
    String line = repair.place() + ": " + repair.remedy() + why;
    text.append(style.changed(Wrap.paragraph("  ~ ", "      ", line))).append('\n');
  }

  private String summary(Plan plan) {
    if (plan.isEmpty()) {
      return "Nothing to do: the host is as the file says ("
          + count(plan, Kind.KEEP)
          + " as written).";
    }
    return "Plan: "
        + count(plan, Kind.ADD)
        + " to add, "
        + count(plan, Kind.REPLACE)
        + " to replace, "
        + count(plan, Kind.REMOVE)
        + " to remove, "
        + count(plan, Kind.KEEP)
        + " as written.";
  }

  private static long count(Plan plan, Kind kind) {
    return plan.changes().stream().filter(change -> change.kind() == kind).count();
  }
}
