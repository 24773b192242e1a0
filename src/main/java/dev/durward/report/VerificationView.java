package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.probe.Expected;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Lifetime;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What a verification found.
 *
 * @param report the findings
 */
public record VerificationView(VerificationReport report) {
  private static final String INDENT = "                       ";

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder();
    String from = "from vantage " + report.vantage() + ": " + report.standpoint();
    text.append(Wrap.paragraph("", "  ", from)).append('\n');
    if (!report.complete()) {
      text.append(style.bad("INCOMPLETE: interrupted before its end")).append('\n');
    }
    String rule = "";
    for (Strand strand : Strand.byCause(report.results())) {
      Result result = strand.first();
      String name = result.rule().policy() + "/" + result.rule().rule();
      if (!name.equals(rule)) {
        text.append('\n').append(style.bold(name)).append('\n');
        rule = name;
      }
      append(text, style, strand);
    }
    text.append('\n');
    for (String note : report.notes()) {
      text.append(Wrap.paragraph("note: ", "      ", note)).append('\n');
    }
    return text.append(summary(style)).append('\n').toString();
  }

  private static void append(StringBuilder text, Style style, Strand strand) {
    Result result = strand.first();
    Verdict verdict = result.judgement().verdict();
    text.append("  ")
        .append(
            switch (verdict) {
              case PASS -> style.good("pass    ");
              case FAIL -> style.bad("FAIL    ");
              case UNTESTED -> style.changed("untested");
            });
    String outcome = result.observation().outcome().word();
    boolean seen = result.observation().outcome() != Outcome.UNTESTED;
    text.append(' ').append(pad(seen ? outcome : "-")).append(' ');
    String subject = Wrap.paragraph(INDENT, INDENT + "  ", strand.subject());
    text.append(subject.substring(INDENT.length())).append('\n');
    if (verdict != Verdict.PASS || isRemarkable(result)) {
      String reason = result.judgement().reason();
      String counted = Fact.names(result.counted());
      String both = counted.isEmpty() ? reason : reason + "; counted by " + counted;
      text.append(Wrap.paragraph(INDENT, INDENT, both)).append('\n');
    }
    if (result.isContradicted()) {
      String contradiction =
          "predicted "
              + result.predicted().word()
              + ", seen "
              + outcome
              + ": something that iptables does not show decides here";
      text.append(style.changed(Wrap.paragraph(INDENT, INDENT, contradiction))).append('\n');
    }
  }

  /** A pass that is not as plain as an open or a shut port. */
  private static boolean isRemarkable(Result result) {
    return switch (result.observation().outcome()) {
      case OPEN, FILTERED, ANSWERED, REJECTED -> false;
      default -> true;
    };
  }

  private static String pad(String word) {
    return String.format(Locale.ROOT, "%-11s", word);
  }

  private String summary(Style style) {
    long failed = report.count(Verdict.FAIL);
    long untested = report.count(Verdict.UNTESTED);
    String counts =
        report.count(Verdict.PASS)
            + " passed, "
            + failed
            + " failed, "
            + untested
            + " untested, in "
            + Seconds.rounded(report.elapsed());
    String colored = failed > 0 ? style.bad(counts) : counts;
    String start = report.complete() ? "" : "Incomplete: ";
    String end = untested > 0 ? "\nWhat is untested is not proved; see the reasons above." : "";
    return start + colored + end;
  }

  /** For machines, each result by itself: format {@code durward.verify/1}. */
  public void printJson(PrintStream out) {
    Json.print(out, "durward.verify/1", json -> fields(json, report));
  }

  static void fields(JsonGenerator json, VerificationReport report) throws IOException {
    json.writeStringField("vantage", report.vantage());
    json.writeStringField("standpoint", report.standpoint());
    json.writeBooleanField("incomplete", !report.complete());
    json.writeNumberField("milliseconds", report.elapsed().toMillis());
    json.writeNumberField("passed", report.count(Verdict.PASS));
    json.writeNumberField("failed", report.count(Verdict.FAIL));
    json.writeNumberField("untested", report.count(Verdict.UNTESTED));
    Json.array(
        json,
        "results",
        report.results(),
        (out, result) -> {
          out.writeStringField("policy", result.rule().policy());
          out.writeStringField("rule", result.rule().rule());
          out.writeStringField("vantage", report.vantage(result.rule().policy()));
          out.writeStringField("subject", result.subject());
          out.writeStringField("expected", expected(result));
          out.writeStringField("predicted", result.predicted().word());
          out.writeStringField("outcome", result.observation().outcome().word());
          out.writeStringField("observed", result.observation().reason());
          out.writeNumberField("milliseconds", result.observation().elapsed().toMillis());
          out.writeStringField(
              "verdict", result.judgement().verdict().name().toLowerCase(Locale.ROOT));
          out.writeStringField("reason", result.judgement().reason());
          Json.array(out, "countedBy", List.copyOf(result.counted()), Json::mark);
        });
    Json.array(json, "certificates", report.lifetimes(), VerificationView::certificate);
    json.writeArrayFieldStart("notes");
    for (String note : report.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
  }

  private static void certificate(JsonGenerator json, Lifetime one) throws IOException {
    json.writeStringField("policy", one.rule().policy());
    json.writeStringField("rule", one.rule().rule());
    json.writeStringField("target", one.target().toString());
    json.writeStringField("subject", one.subject());
    json.writeStringField("notBefore", one.notBefore().toString());
    json.writeStringField("notAfter", one.notAfter().toString());
  }

  private static String expected(Result result) {
    return result.probe().map(Probe::expected).map(Expected::word).orElse("");
  }
}
