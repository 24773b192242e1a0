package dev.durward.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.durward.journal.Cause.Restored;
import dev.durward.journal.Cause.SourceFile;
import dev.durward.plan.Change;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link RecordWriter} wrote. */
final class RecordReader {
  private final Map<String, String> texts = new HashMap<>();
  private final List<SourceFile> files = new ArrayList<>();
  private Optional<Restored> restored = Optional.empty();
  private final List<String> policies = new ArrayList<>();
  private final Map<Change.Kind, Integer> counts = new EnumMap<>(Change.Kind.class);
  private final List<Change> changes = new ArrayList<>();

  private RecordReader() {}

  /** Reads a file whole. */
  static ApplyRecord read(Path file, int id) throws Unusable {
    RecordReader reader = new RecordReader();
    return Sealed.read(
        file,
        RecordWriter.FORMAT,
        reader::field,
        () ->
            new ApplyRecord(reader.heading(id), reader.changes, Sealed.text(reader.texts, "back")));
  }

  /** Reads what stands before the changes. */
  static Heading heading(Path file, int id) throws Unusable {
    RecordReader reader = new RecordReader();
    return Sealed.read(
        file,
        RecordWriter.FORMAT,
        (name, json) -> name.equals("changes") || reader.field(name, json),
        () -> reader.heading(id));
  }

  private Heading heading(int named) throws IOException {
    int id = Sealed.number(texts, "id");
    if (id != named) {
      throw new IOException("it is that of apply " + id);
    }
    Cause cause =
        new Cause(
            Cause.Kind.valueOf(Sealed.constant(texts, "command")),
            Sealed.text(texts, "user"),
            Sealed.text(texts, "keeper"),
            files,
            restored);
    return new Heading(id, Instant.parse(Sealed.text(texts, "begun")), cause, policies, counts);
  }

  private boolean field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "files" -> array(json, () -> files.add(sourceFile(Sealed.texts(json))));
      case "restored" -> restored = Optional.of(restored(Sealed.texts(json)));
      case "policies" -> array(json, () -> policies.add(json.getText()));
      case "counts" -> {
        Map<String, String> numbers = Sealed.texts(json);
        for (Change.Kind kind : Change.Kind.values()) {
          counts.put(kind, Sealed.number(numbers, RecordWriter.word(kind)));
        }
      }
      case "changes" -> array(json, () -> changes.add(change(json)));
      default -> Sealed.keep(texts, name, json);
    }
    return false;
  }

  /** Reads one item of an array. */
  private interface Item {
    void read() throws IOException;
  }

  private static void array(JsonParser json, Item item) throws IOException {
    Sealed.expect(json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      item.read();
    }
  }

  private static SourceFile sourceFile(Map<String, String> fields) throws IOException {
    return new SourceFile(Sealed.text(fields, "path"), Sealed.text(fields, "sha256"));
  }

  private static Restored restored(Map<String, String> fields) throws IOException {
    return new Restored(
        Sealed.number(fields, "id"), Boolean.parseBoolean(Sealed.text(fields, "after")));
  }

  private static Change change(JsonParser json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    Map<String, List<Entry>> lines = new HashMap<>();
    Sealed.fields(
        json,
        (name, value) -> {
          if (RecordWriter.LINES.contains(name)) {
            // Whose they are stands before them.
            Mark mark = mark(fields);
            List<Entry> entries = new ArrayList<>();
            array(value, () -> entries.add(entry(mark, Sealed.texts(value))));
            lines.put(name, entries);
          } else {
            Sealed.keep(fields, name, value);
          }
          return false;
        });
    return new Change(
        Change.Kind.valueOf(Sealed.constant(fields, "action")),
        mark(fields),
        Sealed.text(fields, "summary"),
        Sealed.text(fields, "reason"),
        lines.getOrDefault("removed", List.of()),
        lines.getOrDefault("added", List.of()),
        lines.getOrDefault("kept", List.of()));
  }

  private static Mark mark(Map<String, String> fields) throws IOException {
    return new Mark(Sealed.text(fields, "policy"), Sealed.text(fields, "rule"));
  }

  private static Entry entry(Mark mark, Map<String, String> fields) throws IOException {
    return new Entry(mark, Sealed.text(fields, "place"), Sealed.text(fields, "text"));
  }
}
