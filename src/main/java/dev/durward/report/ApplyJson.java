package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.plan.Plan;
import dev.durward.probe.verification.Comparison;
import java.io.IOException;
import java.util.Optional;

/** The outcome of a change as machines read it. */
public final class ApplyJson {
  private ApplyJson() {}

  /**
   * Format {@code durward.apply/1}.
   *
   * @param result applied, unconfirmed, unchanged, declined, obstructed, refused, rolled-back or
   *     broken
   * @param reason why it was not applied; empty otherwise
   * @param probed there if the host was probed: its fields are those of {@code durward.verify/1},
   *     and {@code failedBefore} lists what had failed before the change too
   * @param kept there if the rules stand: what becomes of them with the next boot
   */
  public static String document(
      Plan plan,
      String result,
      String reason,
      Optional<Comparison> probed,
      Optional<NextBoot> kept) {
    return Json.document(
        "durward.apply/1",
        json -> {
          json.writeStringField("result", result);
          json.writeStringField("reason", reason);
          json.writeObjectFieldStart("plan");
          PlanJson.fields(json, plan);
          json.writeEndObject();
          if (kept.isPresent()) {
            kept.get().write(json);
          }
          if (probed.isPresent()) {
            json.writeObjectFieldStart("verification");
            verification(json, probed.get());
            json.writeEndObject();
          }
        });
  }

  private static void verification(JsonGenerator json, Comparison probed) throws IOException {
    VerificationView.fields(json, probed.marked());
    Json.array(
        json,
        "failedBefore",
        probed.formerFailures(),
        (out, failure) -> {
          Json.mark(out, failure.rule());
          out.writeStringField("subject", failure.subject());
        });
  }
}
