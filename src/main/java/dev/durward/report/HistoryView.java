package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.Cause;
import dev.durward.journal.Cause.SourceFile;
import dev.durward.journal.Ending;
import dev.durward.journal.Ending.Verification;
import dev.durward.journal.Heading;
import dev.durward.journal.Past.Item;
import dev.durward.plan.Change;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Past applies.
 *
 * @param items newest first
 */
public record HistoryView(List<Item> items) {
  private static final String INDENT = "      ";
  private static final int DIGITS = 16;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** A time as people read it, to the second. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** {@code apply 7 by anna as root, begun 2026-06-01 12:00:00 UTC}. */
  public static String who(Heading heading) {
    Cause cause = heading.cause();
    return cause.kind().word()
        + " "
        + heading.id()
        + " by "
        + Excerpt.visible(cause.user())
        + ", begun "
        + time(heading.begun())
        + ",";
  }

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(text(item, style)));
    return text.isEmpty() ? "Nothing has been applied here yet.\n" : text.toString();
  }

  /** One of them with all that it changed, for people. */
  public String text(ApplyRecord record, Style style) {
    StringBuilder text = new StringBuilder(text(style)).append('\n');
    for (Change change : record.changes()) {
      if (change.kind() != Change.Kind.KEEP) {
        line(text, sign(change.kind()) + " " + change.mark().policy() + "/" + change.mark().rule());
        change.removed().forEach(entry -> line(text, "  - " + entry.place() + " " + entry.text()));
        change.added().forEach(entry -> line(text, "  + " + entry.place() + " " + entry.text()));
      }
    }
    return text.toString();
  }

  private static String sign(Change.Kind kind) {
    return switch (kind) {
      case ADD -> "+";
      case REMOVE -> "-";
      case REPLACE -> "~";
      case KEEP -> "=";
    };
  }

  private static String text(Item item, Style style) {
    Heading heading = item.heading();
    Cause cause = heading.cause();
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%4d  ", heading.id()))
        .append(state(item, style))
        .append(time(heading.begun()))
        .append("  ")
        .append(cause.kind().word())
        .append(cause.restored().map(to -> " to " + to.words()).orElse(""))
        .append('\n');
    line(text, "by " + cause.user() + ", through " + cause.keeper());
    line(text, changes(heading));
    for (SourceFile file : cause.files()) {
      line(text, "from " + file.path() + ", SHA-256 " + digits(file.sha256()));
    }
    item.ending().map(Ending::why).filter(why -> !why.isEmpty()).ifPresent(why -> line(text, why));
    item.ending()
        .flatMap(Ending::verification)
        .ifPresent(seen -> line(text, "verified: " + words(seen)));
    return text.toString();
  }

  private static String digits(String sha256) {
    return sha256.length() > DIGITS ? sha256.substring(0, DIGITS) + "…" : sha256;
  }

  private static void line(StringBuilder text, String words) {
    text.append(Wrap.paragraph(INDENT, INDENT + "  ", Excerpt.visible(words))).append('\n');
  }

  private static String state(Item item, Style style) {
    if (item.ending().isEmpty()) {
      return style.bad("not ended   ");
    }
    return switch (item.ending().get().state()) {
      case APPLIED -> style.good("applied     ");
      case ROLLED_BACK -> style.changed("taken back  ");
      case BROKEN -> style.bad("broken      ");
    };
  }

  private static String changes(Heading heading) {
    List<String> parts = new ArrayList<>();
    part(parts, heading.count(Change.Kind.ADD), "added");
    part(parts, heading.count(Change.Kind.REPLACE), "replaced");
    part(parts, heading.count(Change.Kind.REMOVE), "removed");
    part(parts, heading.count(Change.Kind.KEEP), "kept");
    String policies = String.join(", ", heading.policies());
    return policies.isEmpty()
        ? "chains and jumps alone"
        : "policy " + policies + ": " + String.join(", ", parts);
  }

  private static void part(List<String> parts, int count, String word) {
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  private static String words(Verification seen) {
    return seen.passed()
        + " passed, "
        + seen.failed()
        + " failed, "
        + seen.untested()
        + " untested";
  }

  /** For machines: format {@code durward.history/1}. */
  public String json() {
    return Json.document(
        "durward.history/1", json -> Json.array(json, "applies", items, HistoryView::fields));
  }

  /** One of them with all that it changed, for machines: likewise. */
  public String json(ApplyRecord record) {
    return Json.document(
        "durward.history/1",
        json -> {
          Json.array(json, "applies", items, HistoryView::fields);
          Json.array(json, "changes", record.changes(), PlanJson::change);
          json.writeStringField("back", record.back());
        });
  }

  static void fields(JsonGenerator json, Item item) throws IOException {
    Heading heading = item.heading();
    Cause cause = heading.cause();
    json.writeNumberField("id", heading.id());
    json.writeStringField("command", cause.kind().word());
    json.writeStringField("restored", cause.restored().map(Cause.Restored::words).orElse(""));
    json.writeStringField("begun", heading.begun().toString());
    json.writeStringField("user", cause.user());
    json.writeStringField("keeper", cause.keeper());
    Json.array(
        json,
        "files",
        cause.files(),
        (out, file) -> {
          out.writeStringField("path", file.path());
          out.writeStringField("sha256", file.sha256());
        });
    json.writeArrayFieldStart("policies");
    for (String policy : heading.policies()) {
      json.writeString(policy);
    }
    json.writeEndArray();
    json.writeNumberField("added", heading.count(Change.Kind.ADD));
    json.writeNumberField("replaced", heading.count(Change.Kind.REPLACE));
    json.writeNumberField("removed", heading.count(Change.Kind.REMOVE));
    json.writeNumberField("kept", heading.count(Change.Kind.KEEP));
    Optional<Ending> ending = item.ending();
    json.writeStringField("state", ending.map(end -> end.state().word()).orElse("unfinished"));
    json.writeStringField("ended", ending.map(end -> end.ended().toString()).orElse(""));
    json.writeStringField("why", ending.map(Ending::why).orElse(""));
    Optional<Verification> seen = ending.flatMap(Ending::verification);
    if (seen.isPresent()) {
      json.writeObjectFieldStart("verification");
      json.writeNumberField("passed", seen.get().passed());
      json.writeNumberField("failed", seen.get().failed());
      json.writeNumberField("untested", seen.get().untested());
      json.writeEndObject();
    }
  }
}
