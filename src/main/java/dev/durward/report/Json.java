package dev.durward.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.plan.Mark;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * A result for machines: one JSON object whose first field, {@code format}, names its kind and
 * version ({@code durward.plan/1}). Within a version fields are added, never changed. Arrays are
 * never null.
 */
final class Json {
  private Json() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** The whole document, with a line end. */
  static String document(String format, Fields fields) {
    StringWriter text = new StringWriter();
    write(text, format, fields);
    return text.append('\n').toString();
  }

  /** Writes the same piece by piece, for one that may be large. */
  static void print(PrintStream out, String format, Fields fields) {
    write(new PrintedPieces(out), format, fields);
    out.print('\n');
  }

  /** In the encoding of the stream, which knows of its troubles as well. */
  private static final class PrintedPieces extends Writer {
    private final PrintStream out;

    PrintedPieces(PrintStream out) {
      this.out = out;
    }

    @Override
    public void write(char[] piece, int from, int length) {
      out.print(String.valueOf(piece, from, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static void write(Writer text, String format, Fields fields) {
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
      json.writeStartObject();
      json.writeStringField("format", format);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("neither of the two writers throws one", e);
    }
  }

  /** An array of objects. */
  static <T> void array(JsonGenerator json, String name, List<T> items, Item<T> item)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T each : items) {
      json.writeStartObject();
      item.write(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the fields of one item. */
  @FunctionalInterface
  interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  /** Whose rule it is. */
  static void mark(JsonGenerator json, Mark mark) throws IOException {
    json.writeStringField("policy", mark.policy());
    json.writeStringField("rule", mark.rule());
  }

  /** Notices about a host, some with their place in a file. */
  static void notices(JsonGenerator json, List<Diagnostic> notices) throws IOException {
    array(
        json,
        "notices",
        notices,
        (out, notice) -> {
          out.writeStringField("severity", notice.severity().word());
          out.writeStringField("message", notice.message());
          out.writeStringField("proposal", notice.proposal().orElse(""));
          out.writeStringField("place", notice.place().map(Place::position).orElse(""));
        });
  }
}
