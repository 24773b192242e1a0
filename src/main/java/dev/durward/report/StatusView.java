package dev.durward.report;

import dev.durward.journal.Cause;
import dev.durward.journal.Cause.SourceFile;
import dev.durward.journal.Heading;
import dev.durward.journal.Past;
import dev.durward.plan.Change;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.router.Grant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Durward owns on a host, and where that differs from the files.
 *
 * @param plan the way from the host to the files; without files, to no change at all
 * @param compared whether there are files to compare with
 * @param last the apply that was the last one to change the host
 * @param boot what becomes of what is owned
 * @param given what routers have given to the host, as it is written down
 */
public record StatusView(
    Plan plan, boolean compared, Optional<Past.Item> last, NextBoot boot, List<Grant> given) {
  public StatusView {
    given = List.copyOf(given);
  }

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder();
    if (compared) {
      for (Change change : plan.changes()) {
        text.append(state(style, change.kind()))
            .append(change.mark().policy())
            .append('/')
            .append(change.mark().rule())
            .append('\n');
        if (!change.summary().isEmpty()) {
          text.append(Wrap.paragraph("               ", "                 ", change.summary()));
          text.append('\n');
        }
      }
      plan.repairs()
          .forEach(
              repair ->
                  text.append(style.changed("  out of place "))
                      .append(Wrap.paragraph("", "               ", where(repair)))
                      .append('\n'));
      text.append(text.isEmpty() ? "" : "\n");
    }
    others().forEach((mark, lines) -> text.append(owned(mark, lines)));
    given.forEach(grant -> text.append(RouterView.line("router", RouterView.given(grant))));
    text.append(summary()).append('\n');
    last.map(StatusView::changed).ifPresent(words -> text.append(words).append('\n'));
    if (!plan.before().managed().isEmpty() || !boot.same()) {
      text.append(boot.sentence());
    }
    return text.toString();
  }

  private static String where(Repair repair) {
    return repair.place()
        + ": "
        + (repair.problem().isEmpty() ? "must " + repair.remedy() : repair.problem());
  }

  private static String state(Style style, Change.Kind kind) {
    return switch (kind) {
      case KEEP -> style.good("  as written   ");
      case ADD -> style.bad("  missing      ");
      case REPLACE -> style.changed("  differs      ");
      case REMOVE -> style.changed("  superfluous  ");
    };
  }

  private static String owned(Mark mark, int lines) {
    String count = lines == 1 ? "1 line" : lines + " lines";
    return "  on the host  " + mark.policy() + "/" + mark.rule() + " (" + count + ")\n";
  }

  private String summary() {
    if (compared) {
      return plan.isEmpty()
          ? "The host is as the files say."
          : "The host differs from the files; `durward plan` shows what would be done.";
    }
    return plan.before().managed().isEmpty()
        ? "Durward owns nothing on this host."
        : "Name the rule files to see whether the host is as they say.";
  }

  private static String changed(Past.Item item) {
    Heading heading = item.heading();
    Cause cause = heading.cause();
    String files =
        cause.files().isEmpty()
            ? ""
            : " from " + String.join(", ", cause.files().stream().map(SourceFile::path).toList());
    String words =
        "Last changed "
            + HistoryView.time(heading.begun())
            + " by "
            + cause.user()
            + ": "
            + cause.kind().word()
            + files
            + " (number "
            + heading.id()
            + " of durward history).";
    return Wrap.paragraph("", "  ", Excerpt.visible(words));
  }

  /** Lines of rules that the plan doesn't speak about, counted by rule. */
  private Map<Mark, Integer> others() {
    Set<Mark> told = new HashSet<>();
    plan.changes().forEach(change -> told.add(change.mark()));
    Map<Mark, Integer> others = new LinkedHashMap<>();
    for (Entry entry : plan.before().managed()) {
      if (!told.contains(entry.mark())) {
        others.merge(entry.mark(), 1, Integer::sum);
      }
    }
    return others;
  }

  /** For machines: format {@code durward.status/1}. */
  public String json() {
    return Json.document(
        "durward.status/1",
        json -> {
          json.writeBooleanField("compared", compared);
          json.writeBooleanField("differs", compared && !plan.isEmpty());
          json.writeObjectFieldStart("plan");
          PlanJson.fields(json, plan);
          json.writeEndObject();
          boot.write(json);
          Json.array(
              json,
              "others",
              List.copyOf(others().entrySet()),
              (out, other) -> {
                out.writeStringField("policy", other.getKey().policy());
                out.writeStringField("rule", other.getKey().rule());
                out.writeNumberField("lines", other.getValue());
              });
          Json.array(json, "router", given, RouterView::write);
          Json.array(json, "last", last.stream().toList(), HistoryView::fields);
        });
  }
}
