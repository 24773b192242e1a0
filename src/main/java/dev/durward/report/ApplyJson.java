package dev.durward.report;

import dev.durward.plan.Plan;

/** The outcome of a change as machines read it. */
public final class ApplyJson {
  private ApplyJson() {}

  /**
   * Format {@code durward.apply/1}.
   *
   * @param result applied, unchanged, declined, obstructed, rolled-back or broken
   * @param reason why it was not applied; empty otherwise
   */
  public static String document(Plan plan, String result, String reason) {
    return Json.document(
        "durward.apply/1",
        json -> {
          json.writeStringField("result", result);
          json.writeStringField("reason", reason);
          json.writeObjectFieldStart("plan");
          PlanJson.fields(json, plan);
          json.writeEndObject();
        });
  }
}
