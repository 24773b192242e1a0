package dev.durward.rulefile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.durward.rulefile.Node.Entry;
import dev.durward.rulefile.Node.Mapping;
import dev.durward.rulefile.Node.Refused;
import dev.durward.rulefile.Node.Scalar;
import dev.durward.rulefile.Node.Sequence;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Builds the tree of one YAML document from the parser's events. Anchors, aliases, tags, directives
 * and a second document are refused here.
 */
final class TreeBuilder {
  /** The deepest that a rule file goes is 5. */
  private static final int MAX_DEPTH = 8;

  /** More than a file of 20,000 rules has. */
  private static final int MOST_NODES = 150_000;

  /**
   * What could be read.
   *
   * @param root empty if the file is
   * @param whole false if a syntax error ended it early; the last entries may then be missing
   */
  record Tree(Optional<Node> root, boolean whole) {}

  private final Source source;
  private final Findings findings;
  private final YAMLParser parser;
  private boolean whole = true;
  private int nodes;
  // Where the parser is, counted in code points as it does, and in UTF-16 units as strings do.
  private int codePoint;
  private int unit;

  private TreeBuilder(Source source, Findings findings, YAMLParser parser) {
    this.source = source;
    this.findings = findings;
    this.parser = parser;
  }

  /** Reads a text without control characters. */
  static Tree build(Source source, Findings findings) {
    try (YAMLParser parser = parser(source.text())) {
      return new TreeBuilder(source, findings, parser).document();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static YAMLParser parser(String text) throws IOException {
    // Our own limits are on bytes and depth, with a place in their message; these are behind them.
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(RuleFileParser.MAX_BYTES);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(2 * MAX_DEPTH);
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxStringLength(RuleFileParser.MAX_BYTES)
            .maxNameLength(RuleFileParser.MAX_BYTES)
            .maxNestingDepth(2 * MAX_DEPTH)
            .build();
    YAMLFactory factory =
        YAMLFactory.builder().loaderOptions(options).streamReadConstraints(constraints).build();
    return factory.createParser(new StringReader(text));
  }

  private Tree document() {
    JsonToken first = next();
    if (first == null) {
      return new Tree(Optional.empty(), whole);
    }
    refuseDirectives(at());
    Node root = node(first, 1);
    if (whole && next() != null) {
      findings.error(at(), "a second document begins here", "give each policy a file of its own");
    }
    return new Tree(Optional.of(root), whole);
  }

  private void refuseDirectives(int end) {
    int start = 0;
    while (start < end) {
      if (source.charAt(start) == '%') {
        findings.error(start, "a YAML directive stands here", "delete this line");
      }
      int feed = source.text().indexOf('\n', start);
      start = feed < 0 ? end : feed + 1;
    }
  }

  /** The node that begins with the current event. */
  private Node node(JsonToken token, int depth) {
    int at = at();
    if (depth > MAX_DEPTH && (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT)) {
      findings.error(
          at, "lists and blocks are nested deeper than " + MAX_DEPTH, "take this part out");
      whole = false;
      return new Refused(at);
    }
    if (++nodes > MOST_NODES || findings.isEnough()) {
      if (nodes > MOST_NODES) {
        findings.error(at, "this file has more than " + MOST_NODES + " values", "split it");
      }
      whole = false;
      return new Refused(at);
    }
    if (refuseProperty(at)) {
      return new Refused(at);
    }
    return switch (token) {
      case START_OBJECT -> mapping(at, depth);
      case START_ARRAY -> sequence(at, depth);
      default -> scalar(at);
    };
  }

  /** Reports an anchor, a tag or an alias; true if there is nothing else. */
  private boolean refuseProperty(int at) {
    switch (source.charAt(at)) {
      case '&' ->
          findings.error(at, "a YAML anchor stands here", "name addresses under `groups` instead");
      case '!' -> findings.error(at, "a YAML tag stands here", "delete it");
      case '*' -> {
        findings.error(at, "a YAML alias stands here", "write the value out, or use `groups`");
        return true;
      }
      default -> {}
    }
    return false;
  }

  private Mapping mapping(int at, int depth) {
    List<Entry> entries = new ArrayList<>();
    for (JsonToken token = next(); token == JsonToken.FIELD_NAME; token = next()) {
      refuseProperty(at());
      Scalar key = scalar(at());
      JsonToken value = next();
      if (value == null) {
        break;
      }
      entries.add(new Entry(key, node(value, depth + 1)));
    }
    return new Mapping(at, entries);
  }

  private Sequence sequence(int at, int depth) {
    List<Node> items = new ArrayList<>();
    for (JsonToken token = next(); token != null && token != JsonToken.END_ARRAY; token = next()) {
      items.add(node(token, depth + 1));
    }
    return new Sequence(at, items);
  }

  private Scalar scalar(int at) {
    try {
      char first = source.charAt(at);
      boolean plain = first != '"' && first != '\'' && first != '|' && first != '>';
      String text = parser.getText();
      return new Scalar(at, text == null ? "" : text, plain);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** The next event, or null at the end and behind an error. */
  private @Nullable JsonToken next() {
    if (!whole) {
      return null;
    }
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      whole = false;
      JsonLocation where = e.getLocation();
      int offset =
          where == null
              ? source.text().length()
              : source.offset(where.getLineNr(), where.getColumnNr());
      SyntaxError.of(e.getOriginalMessage()).report(offset, source, findings);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** The offset of the current event. */
  private int at() {
    int wanted = (int) parser.currentTokenLocation().getCharOffset();
    if (wanted < codePoint) {
      codePoint = 0;
      unit = 0;
    }
    String text = source.text();
    int ahead = Math.min(wanted - codePoint, text.length() - unit);
    while (ahead > 0 && unit < text.length()) {
      unit += Character.charCount(text.codePointAt(unit));
      codePoint++;
      ahead--;
    }
    return unit;
  }
}
