package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.plan.Change;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A plan as machines read it. */
public final class PlanJson {
  private PlanJson() {}

  /** Format {@code durward.plan/1}. */
  public static String document(Plan plan) {
    return Json.document("durward.plan/1", json -> fields(json, plan));
  }

  static void fields(JsonGenerator json, Plan plan) throws IOException {
    json.writeBooleanField("empty", plan.isEmpty());
    json.writeBooleanField("obstructed", plan.isObstructed());
    Json.array(json, "changes", plan.changes(), PlanJson::change);
    Json.array(
        json,
        "repairs",
        plan.repairs(),
        (out, repair) -> {
          out.writeStringField("place", repair.place());
          out.writeStringField("problem", repair.problem());
          out.writeStringField("remedy", repair.remedy());
        });
    Json.notices(json, plan.notices());
  }

  static void change(JsonGenerator json, Change change) throws IOException {
    json.writeStringField("action", change.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("policy", change.mark().policy());
    json.writeStringField("rule", change.mark().rule());
    json.writeStringField("summary", change.summary());
    json.writeStringField("reason", change.reason());
    entries(json, "removed", change.removed());
    entries(json, "added", change.added());
    entries(json, "kept", change.kept());
  }

  private static void entries(JsonGenerator json, String name, List<Entry> entries)
      throws IOException {
    Json.array(
        json,
        name,
        entries,
        (out, entry) -> {
          out.writeStringField("place", entry.place());
          out.writeStringField("text", entry.text());
        });
  }
}
