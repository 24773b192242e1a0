package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Packets;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Explanation;
import dev.durward.platform.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who decides about a port.
 *
 * @param subject the port as the user named it ({@code 443/tcp})
 * @param listeners who waits there, a line each
 */
public record ExplanationView(
    String subject, Question question, List<String> listeners, Explanation explanation) {
  private static final String INDENT = "    ";

  /** More parts of a family than that are counted and not shown. */
  private static final int MOST_SHOWN = 12;

  public ExplanationView {
    listeners = List.copyOf(listeners);
  }

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder(style.bold(subject)).append('\n');
    for (String listener : listeners) {
      text.append(Wrap.paragraph("  ", INDENT, listener)).append('\n');
    }
    for (Family family : Family.values()) {
      List<Answer> answers =
          explanation.answers().stream().filter(each -> each.family() == family).toList();
      for (Answer answer : answers.subList(0, Math.min(MOST_SHOWN, answers.size()))) {
        append(text, style, answer);
      }
      if (answers.size() > MOST_SHOWN) {
        text.append("\n").append(family.word()).append(": ").append(answers.size() - MOST_SHOWN);
        text.append(" more cases; --source and --interface ask for one of them\n");
      }
    }
    return text.toString();
  }

  private void append(StringBuilder text, Style style, Answer answer) {
    String sentence =
        answer.family().word() + who(answer.packets()) + ": " + answer.access().words();
    text.append('\n')
        .append(coloured(style, answer.access(), Wrap.paragraph("", INDENT, sentence)))
        .append('\n');
    boolean several = answer.reasons().size() > 1;
    for (Reason reason : answer.reasons()) {
      if (several || !reason.detail().isEmpty()) {
        text.append(Wrap.paragraph("  ", INDENT, head(answer, reason))).append('\n');
      }
      for (Place place : reason.trace()) {
        append(text, style, place);
      }
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
  }

  /** {@code from 10.0.0.0/8 by eth0}; nothing for all there are. */
  private String who(Packets packets) {
    boolean in = question.direction() == Direction.IN;
    List<String> parts = new ArrayList<>();
    packets.remote().ifPresent(some -> parts.add((in ? "from " : "to ") + addresses(some)));
    packets.local().ifPresent(some -> parts.add((in ? "for " : "from ") + addresses(some)));
    if (!packets.interfaces().isEmpty()) {
      parts.add("by " + names(packets.interfaces(), "any other interface"));
    }
    if (!packets.users().isEmpty()) {
      parts.add("of user " + names(packets.users(), "any other"));
    }
    return parts.isEmpty() ? "" : " " + String.join(" ", parts);
  }

  private static String names(Set<String> names, String others) {
    List<String> sorted = new ArrayList<>(new TreeSet<>(names));
    if (sorted.remove("")) {
      sorted.add(others);
    }
    return String.join(", ", sorted);
  }

  private static String addresses(AddressSet addresses) {
    int shown = 4;
    List<String> ranges = addresses.ranges().stream().map(Object::toString).toList();
    if (ranges.size() <= shown) {
      return String.join(", ", ranges);
    }
    return String.join(", ", ranges.subList(0, shown))
        + " and "
        + (ranges.size() - shown)
        + " more ranges";
  }

  /** For machines: format {@code durward.explain/1}. */
  public String json() {
    return Json.document(
        "durward.explain/1",
        json -> {
          json.writeStringField("subject", subject);
          json.writeNumberField("port", question.port());
          json.writeNumberField("protocol", question.protocol());
          json.writeStringField("direction", question.direction().word());
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
