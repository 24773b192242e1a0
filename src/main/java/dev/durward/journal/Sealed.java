package dev.durward.journal;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A file of the journal: one JSON object, first its format, last a check sum of all before it. The
 * sum tells damage, not forgery; that none but the owner writes there is looked at first.
 */
final class Sealed {
  private static final String TAIL = ",\n\"crc32\":\"%s\"}\n";
  private static final int TAIL_LENGTH = TAIL.length() - 2 + 2 * Integer.BYTES;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private Sealed() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads one field, whose value the parser stands at; true if no more are wanted. */
  @FunctionalInterface
  interface Field {
    boolean read(String name, JsonParser json) throws IOException;
  }

  /** The content of a file. */
  static byte[] seal(String format, Fields fields) {
    Text text = new Text();
    try (JsonGenerator json = JSON.createGenerator(text, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("format", format);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return text.sealed();
  }

  private static final class Text extends ByteArrayOutputStream {
    Text() {
      super(8192);
    }

    /** In place of the last brace. */
    byte[] sealed() {
      count--;
      writeBytes(tail(buf, count).getBytes(StandardCharsets.US_ASCII));
      return toByteArray();
    }
  }

  private static String tail(byte[] content, int length) {
    CRC32 sum = new CRC32();
    sum.update(content, 0, length);
    return String.format(TAIL, HexFormat.of().toHexDigits((int) sum.getValue()));
  }

  /** Makes a value of what was read. */
  @FunctionalInterface
  interface Result<T> {
    T make() throws IOException;
  }

  /**
   * Reads a file.
   *
   * @throws Unusable if it isn't whole, may be somebody else's, or is of another format
   */
  static <T> T read(Path file, String format, Field field, Result<T> result) throws Unusable {
    byte[] content = content(file);
    int length = content.length - TAIL_LENGTH;
    boolean isWhole =
        length > 0
            && tail(content, length)
                .equals(new String(content, length, TAIL_LENGTH, StandardCharsets.US_ASCII));
    if (!isWhole) {
      throw new Unusable(file, "is damaged: its check sum is not that of its content");
    }
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      fields(
          json,
          (name, value) -> {
            if (name.equals("format") && !value.getText().equals(format)) {
              throw new OtherFormat(value.getText());
            }
            return field.read(name, value);
          });
      return result.make();
    } catch (OtherFormat e) {
      throw Unusable.unknown(file, e.format);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new Unusable(file, "is no record of Durward's: " + e.getMessage());
    }
  }

  private static final class OtherFormat extends IOException {
    private static final long serialVersionUID = 1L;
    private final String format;

    OtherFormat(String format) {
      super(format);
      this.format = format;
    }
  }

  private static byte[] content(Path file) throws Unusable {
    try {
      Optional<String> distrust = OwnerFolder.distrust(file);
      if (distrust.isPresent()) {
        throw new Unusable(file, distrust.get() + ": it is not trusted");
      }
      try (var input =
          Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        return input.readAllBytes();
      }
    } catch (IOException e) {
      throw new Unusable(file, "can't be read: " + e);
    }
  }

  /** Reads all fields of an object, unknown ones skipped, unless no more are wanted. */
  static void fields(JsonParser json, Field field) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (field.read(name, json)) {
        return;
      }
      json.skipChildren();
    }
    expect(json, JsonToken.END_OBJECT);
  }

  static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.currentToken() != token) {
      throw new IOException(json.currentName() + " is not what it should be");
    }
  }

  /** The fields of an object that are no array and no object. */
  static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    fields(
        json,
        (name, value) -> {
          keep(texts, name, value);
          return false;
        });
    return texts;
  }

  /** Keeps a field, unless it is an array or an object. */
  static void keep(Map<String, String> texts, String name, JsonParser json) throws IOException {
    if (json.currentToken().isScalarValue()) {
      texts.put(name, json.getText());
    }
  }

  static String text(Map<String, String> fields, String name) throws IOException {
    String text = fields.get(name);
    if (text == null) {
      throw new IOException("it doesn't say `" + name + "`");
    }
    return text;
  }

  static int number(Map<String, String> fields, String name) throws IOException {
    return Integer.parseInt(text(fields, name));
  }

  /** A word as the name of a constant. */
  static String constant(Map<String, String> fields, String name) throws IOException {
    return text(fields, name).toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
