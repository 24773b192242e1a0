package dev.durward.rulefile;

import java.util.List;

/** A part of a YAML document, with the offset in the text at which it begins. */
sealed interface Node {
  /** Where it begins, as an index into the text. */
  int at();

  /** What it is, in the words of a message. */
  String kind();

  /**
   * A text as it is written; nothing is made of it here.
   *
   * @param plain whether it is written without quotes, so that YAML may see more than a text in it
   */
  record Scalar(int at, String text, boolean plain) implements Node {
    /** Whether YAML takes it for no value at all. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String kind() {
      return isNull() ? "no value" : "a single value";
    }
  }

  /** A list. */
  record Sequence(int at, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys and their values, in the order of the text; the same key may stand twice. */
  record Mapping(int at, List<Entry> entries) implements Node {
    @Override
    public String kind() {
      return "a block of keys";
    }
  }

  /** Something that was refused and reported already; readers pass over it in silence. */
  record Refused(int at) implements Node {
    @Override
    public String kind() {
      return "something refused";
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Node value) {}
}
