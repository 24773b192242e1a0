package dev.durward.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.journal.Cause.SourceFile;
import dev.durward.plan.Change;
import dev.durward.plan.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Writes the file that is there before an apply begins: format {@value #FORMAT}. */
final class RecordWriter {
  static final String FORMAT = "durward.record/1";

  /** The lists of lines of a change. */
  static final List<String> LINES = List.of("removed", "added", "kept");

  private RecordWriter() {}

  /**
   * The content of the file.
   *
   * @param back as in {@link ApplyRecord#back}; asked for when all else is written
   */
  static byte[] write(Heading heading, List<Change> changes, Supplier<String> back) {
    return Sealed.seal(
        FORMAT,
        json -> {
          json.writeNumberField("id", heading.id());
          json.writeStringField("begun", heading.begun().toString());
          cause(json, heading.cause());
          json.writeArrayFieldStart("policies");
          for (String policy : heading.policies()) {
            json.writeString(policy);
          }
          json.writeEndArray();
          json.writeObjectFieldStart("counts");
          for (Change.Kind each : Change.Kind.values()) {
            json.writeNumberField(word(each), heading.count(each));
          }
          json.writeEndObject();
          json.writeArrayFieldStart("changes");
          for (Change change : changes) {
            change(json, change);
          }
          json.writeEndArray();
          json.writeStringField("back", back.get());
        });
  }

  private static void cause(JsonGenerator json, Cause cause) throws IOException {
    json.writeStringField("command", cause.kind().word());
    json.writeStringField("user", cause.user());
    json.writeStringField("keeper", cause.keeper());
    json.writeArrayFieldStart("files");
    for (SourceFile file : cause.files()) {
      json.writeStartObject();
      json.writeStringField("path", file.path());
      json.writeStringField("sha256", file.sha256());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (cause.restored().isPresent()) {
      json.writeObjectFieldStart("restored");
      json.writeNumberField("id", cause.restored().get().id());
      json.writeBooleanField("after", cause.restored().get().isAfter());
      json.writeEndObject();
    }
  }

  private static void change(JsonGenerator json, Change change) throws IOException {
    json.writeStartObject();
    json.writeStringField("action", word(change.kind()));
    json.writeStringField("policy", change.mark().policy());
    json.writeStringField("rule", change.mark().rule());
    json.writeStringField("summary", change.summary());
    json.writeStringField("reason", change.reason());
    entries(json, "removed", change.removed());
    entries(json, "added", change.added());
    entries(json, "kept", change.kept());
    json.writeEndObject();
  }

  private static void entries(JsonGenerator json, String name, List<Entry> entries)
      throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (Entry entry : entries) {
      json.writeStartObject();
      json.writeStringField("place", entry.place());
      json.writeStringField("text", entry.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static String word(Change.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
