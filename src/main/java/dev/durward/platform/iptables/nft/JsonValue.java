package dev.durward.platform.iptables.nft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of JSON (RFC 8259). */
sealed interface JsonValue {
  /**
   * A text; also a number, {@code true} or {@code false} as it is written; {@code null} is empty.
   */
  record Text(String text) implements JsonValue {}

  record Items(List<JsonValue> values) implements JsonValue {}

  record Members(Map<String, JsonValue> values) implements JsonValue {}

  /**
   * Reads a document.
   *
   * @throws IOException if it is none
   */
  static JsonValue read(byte[] json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IOException("it is empty");
      }
      return value(parser, first);
    }
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          members.put(name, value(parser, parser.nextToken()));
        }
        return new Members(members);
      }
      case START_ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          items.add(value(parser, next));
        }
        return new Items(items);
      }
      case VALUE_NULL -> {
        return new Text("");
      }
      default -> {
        return new Text(parser.getText());
      }
    }
  }

  /** The member of that name, if this has members. */
  default Optional<JsonValue> member(String name) {
    return this instanceof Members members
        ? Optional.ofNullable(members.values().get(name))
        : Optional.empty();
  }

  /** The text of a member; empty if it has none. */
  default String text(String member) {
    return member(member).map(JsonValue::text).orElse("");
  }

  /** This as a text; empty if it is none. */
  default String text() {
    return this instanceof Text text ? text.text() : "";
  }

  /** The items of a list; none if this is no list. */
  default List<JsonValue> items() {
    return this instanceof Items items ? items.values() : List.of();
  }

  /** The name of the only member; empty if there is not just one. */
  default String only() {
    return this instanceof Members members && members.values().size() == 1
        ? members.values().keySet().iterator().next()
        : "";
  }
}
