package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Explanation;
import dev.durward.platform.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who decides about a port.
 *
 * @param listeners who waits there, a line each
 */
public record ExplanationView(Question question, List<String> listeners, Explanation explanation) {
  private static final String INDENT = "    ";

  /** More parts of a family than that are counted and not shown. */
  private static final int MOST_SHOWN = 12;

  /** Likewise reasons of an answer. */
  private static final int MOST_REASONS = 6;

  public ExplanationView {
    listeners = List.copyOf(listeners);
  }

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder(style.bold(question.subject())).append('\n');
    Map<Family, ExplanationWords> families = ExplanationWords.of(question, explanation);
    text.append(Wrap.paragraph("  ", INDENT, ExplanationWords.verdict(families))).append('\n');
    for (String listener : listeners) {
      text.append(Wrap.paragraph("  ", INDENT, "listens on " + listener)).append('\n');
    }
    for (Map.Entry<Family, ExplanationWords> each : families.entrySet()) {
      ExplanationWords words = each.getValue();
      List<Answer> answers = words.answers();
      for (Answer answer : answers.subList(0, Math.min(MOST_SHOWN, answers.size()))) {
        append(text, style, words, answer);
      }
      if (answers.size() > MOST_SHOWN) {
        text.append("\n")
            .append(each.getKey().word())
            .append(": ")
            .append(answers.size() - MOST_SHOWN);
        text.append(" more cases; --source and --interface ask for one of them\n");
      }
    }
    return text.toString();
  }

  private void append(StringBuilder text, Style style, ExplanationWords words, Answer answer) {
    String sentence =
        answer.family().word() + words.who(answer.packets()) + ": " + answer.access().words();
    text.append('\n')
        .append(coloured(style, answer.access(), Wrap.paragraph("", INDENT, sentence)))
        .append('\n');
    if (answer.access() != Access.DEPENDS && answer.reasons().size() > 1) {
      text.append("  in any case; here at the latest\n");
      answer.last().trace().forEach(place -> append(text, style, place));
      return;
    }
    List<Reason> reasons = answer.reasons();
    int left = Math.max(0, reasons.size() - MOST_REASONS);
    if (left > 0) {
      reasons = new ArrayList<>(reasons);
      reasons.subList(MOST_REASONS - 1, reasons.size() - 1).clear();
    }
    for (Reason reason : reasons) {
      if (left > 0 && reason.provided().isEmpty()) {
        text.append("  … and ").append(left).append(" more conditions; --output json has all\n");
      }
      if (answer.reasons().size() > 1 || !reason.detail().isEmpty()) {
        text.append(Wrap.paragraph("  ", INDENT, head(answer, reason))).append('\n');
      }
      reason.trace().forEach(place -> append(text, style, place));
    }
  }

  private static String coloured(Style style, Access access, String text) {
    return switch (access) {
      case ALLOWED -> style.good(text);
      case BLOCKED, REJECTED -> style.bad(text);
      case LED_AWAY, DEPENDS -> style.changed(text);
    };
  }

  /** {@code allowed, if -m limit --limit 3/min}. */
  private static String head(Answer answer, Reason reason) {
    String access = reason.access().words();
    String detail = reason.detail().isEmpty() ? "" : " (" + reason.detail() + ")";
    if (answer.reasons().size() == 1) {
      return (reason.access() == Access.LED_AWAY ? "to " : "with ") + reason.detail();
    }
    return reason.provided().isEmpty()
        ? "otherwise " + access + detail
        : access + detail + ", where " + String.join(" and ", reason.provided());
  }

  private static void append(StringBuilder text, Style style, Place place) {
    String owner = place.owner().isEmpty() ? "" : " [" + place.owner() + "]";
    String line = place.line() == 0 ? "" : " (line " + place.line() + ")";
    text.append(INDENT).append(place.where()).append(line).append(owner).append('\n');
    text.append(style.dim(Wrap.paragraph("      ", "        ", place.text()))).append('\n');
    if (place.alike() > 0) {
      text.append("      and ").append(place.alike()).append(" more that do the same\n");
    }
  }

  /** For machines: format {@code durward.explain/1}. */
  public String json() {
    return Json.document(
        "durward.explain/1",
        json -> {
          json.writeStringField("subject", question.subject());
          json.writeNumberField("port", question.port());
          json.writeNumberField("protocol", question.protocol());
          json.writeStringField("direction", question.direction().word());
          json.writeStringField(
              "verdict", ExplanationWords.verdict(ExplanationWords.of(question, explanation)));
          json.writeArrayFieldStart("listeners");
          for (String listener : listeners) {
            json.writeString(listener);
          }
          json.writeEndArray();
          Json.array(json, "answers", explanation.answers(), ExplanationView::write);
          Json.notices(json, explanation.notices());
        });
  }

  private static void write(JsonGenerator json, Answer answer) throws IOException {
    json.writeStringField("family", answer.family().word());
    json.writeStringField("access", word(answer.access()));
    json.writeStringField("remote", text(answer.packets().remote()));
    json.writeStringField("local", text(answer.packets().local()));
    strings(json, "interfaces", new TreeSet<>(answer.packets().interfaces()));
    strings(json, "users", new TreeSet<>(answer.packets().users()));
    strings(json, "profiles", new TreeSet<>(answer.packets().profiles()));
    json.writeStringField(
        "sourcePorts", answer.packets().sourcePorts().map(Object::toString).orElse("any"));
    Json.array(
        json,
        "reasons",
        answer.reasons(),
        (out, reason) -> {
          out.writeStringField("access", word(reason.access()));
          out.writeStringField("detail", reason.detail());
          strings(out, "provided", reason.provided());
          Json.array(
              out,
              "trace",
              reason.trace(),
              (each, place) -> {
                each.writeStringField("where", place.where());
                each.writeNumberField("line", place.line());
                each.writeStringField("text", place.text());
                each.writeStringField("owner", place.owner());
                each.writeNumberField("alike", place.alike());
              });
        });
  }

  private static String text(Optional<AddressSet> addresses) {
    return addresses.map(AddressSet::toString).orElse("any");
  }

  private static String word(Access access) {
    return access.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void strings(JsonGenerator json, String name, Iterable<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
