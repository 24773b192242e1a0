package dev.durward.platform.iptables.save;

import dev.durward.platform.iptables.save.SaveDump.Unreadable;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump while it is printed: tens of thousands of lines are understood by the time that the
 * last one comes. A line is cut into bytes first, and only what is kept of it is made a text.
 */
public final class SaveReader extends OutputStream {
  /** What stands for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  /** Of 2^64 - 1. */
  private static final int MOST_DIGITS = 20;

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private Map<String, String> policies = new LinkedHashMap<>();
  private Map<String, List<RuleLine>> rules = new HashMap<>();
  private @Nullable String table;
  private @Nullable Unreadable trouble;
  private @Nullable RuntimeException bug;
  private int number;
  // The line that has not come to its end yet.
  private byte[] begun = new byte[256];
  private int length;
  // Rules of a chain mostly follow each other: it is looked up once for all of them.
  private byte[] chain = new byte[0];
  private List<RuleLine> ofChain = List.of();

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int start = offset;
    int end = offset + count;
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\n') {
        if (length == 0) {
          line(bytes, start, i);
        } else {
          keep(bytes, start, i);
          line(begun, 0, length);
          length = 0;
        }
        start = i + 1;
      }
    }
    keep(bytes, start, end);
  }

  private void keep(byte[] bytes, int start, int end) {
    int whole = length + end - start;
    if (whole > begun.length) {
      begun = Arrays.copyOf(begun, 2 * whole);
    }
    System.arraycopy(bytes, start, begun, length, end - start);
    length = whole;
  }

  /**
   * The dump, once its last line has come.
   *
   * @throws Unreadable as {@link SaveDump#parse}
   */
  public SaveDump finish() throws Unreadable {
    if (length > 0) {
      line(begun, 0, length);
      length = 0;
    }
    if (bug != null) {
      throw bug;
    }
    if (trouble != null) {
      throw trouble;
    }
    if (table != null) {
      throw new Unreadable(number, "ends before table " + table + " is committed");
    }
    return new SaveDump(tables);
  }

  /** Whatever can't be read is told at the end: nobody hears of it before. */
  private void line(byte[] bytes, int start, int end) {
    number++;
    if (trouble != null || bug != null) {
      return;
    }
    try {
      Line line = new Line(bytes, start, end);
      switch (line.first()) {
        case 0 -> {}
        case '#' -> comment(line.text());
        case '*' -> begin(line.text().substring(1));
        case ':' -> declare(line.text());
        case '[', '-' -> append(line);
        default -> {
          if (!line.text().equals("COMMIT")) {
            throw new Unreadable(number, "is no rule of a table: " + line.text());
          }
          commit();
        }
      }
    } catch (Unreadable e) {
      trouble = e;
    } catch (RuntimeException e) {
      bug = e;
    }
  }

  private void comment(String line) throws Unreadable {
    if (line.contains("incompatible")) {
      throw new Unreadable(number, "says that iptables can't show all rules: " + line);
    }
  }

  private void begin(String name) throws Unreadable {
    if (table != null) {
      throw new Unreadable(number, "begins a table before table " + table + " is committed");
    }
    table = name;
    policies = new LinkedHashMap<>();
    rules = new HashMap<>();
    chain = new byte[0];
  }

  private void commit() throws Unreadable {
    if (table == null) {
      throw new Unreadable(number, "commits a table that was not begun");
    }
    Map<String, Chain> chains = new LinkedHashMap<>();
    policies.forEach(
        (name, policy) ->
            chains.put(name, new Chain(name, policy, rules.getOrDefault(name, List.of()))));
    if (tables.put(table, new Table(chains)) != null) {
      throw new Unreadable(number, "commits a second table " + table);
    }
    table = null;
  }

  private void declare(String line) throws Unreadable {
    String[] words = line.substring(1).split("\\s+", 3);
    if (table == null || words.length < 2) {
      throw new Unreadable(number, "is no chain of a table: " + line);
    }
    policies.put(words[0], words[1]);
  }

  private void append(Line line) throws Unreadable {
    long packets = line.first() == '[' ? packets(line) : 0;
    if (table == null || !line.skips("-A ")) {
      throw noRule(line);
    }
    byte[] bytes = line.bytes;
    int name = line.start;
    int end = line.word();
    if (!Arrays.equals(bytes, name, end, chain, 0, chain.length)) {
      enter(Arrays.copyOfRange(bytes, name, end));
    }
    String text = decode(bytes, line.start, line.end);
    if (chain.length == 0 || !RuleText.isBalanced(text)) {
      throw noRule(line);
    }
    ofChain.add(new RuleLine(number, text, packets));
  }

  private Unreadable noRule(Line line) {
    return new Unreadable(number, "is no rule of a table: " + line.text());
  }

  private void enter(byte[] name) {
    chain = name;
    String text = decode(name, 0, name.length);
    policies.putIfAbsent(text, isBuiltIn(text) ? "ACCEPT" : "-");
    ofChain = rules.computeIfAbsent(text, key -> new ArrayList<>());
  }

  private static boolean isBuiltIn(String chain) {
    return switch (chain) {
      case "INPUT", "OUTPUT", "FORWARD", "PREROUTING", "POSTROUTING" -> true;
      default -> false;
    };
  }

  /** Counters, {@code [PACKETS:BYTES]}, which the line then goes on behind. */
  private long packets(Line line) throws Unreadable {
    int close = line.indexOf(']');
    int colon = line.indexOf(':');
    int digits = colon - line.start - 1;
    boolean understood = digits > 0 && digits <= MOST_DIGITS && colon < close;
    long packets = 0;
    for (int i = line.start + 1; understood && i < colon; i++) {
      int digit = line.bytes[i] - '0';
      understood = digit >= 0 && digit <= 9;
      packets = 10 * packets + digit;
    }
    if (!understood) {
      throw new Unreadable(number, "has counters that are not understood: " + line.text());
    }
    line.skip(close + 1);
    return packets;
  }

  /** A comment may be of any encoding: what is not UTF-8 is taken byte for byte. */
  private static String decode(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    ByteBuffer some = ByteBuffer.wrap(bytes, start, end - start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(some.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(some).toString();
    }
  }

  /** What is left of a line, without blanks around it. */
  private static final class Line {
    private final byte[] bytes;
    private final int whole;
    private final int end;
    private int start;

    Line(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      int last = end;
      while (last > start && isBlank(bytes[last - 1])) {
        last--;
      }
      this.end = last;
      skip(start);
      this.whole = this.start;
    }

    private static boolean isBlank(byte one) {
      return one == ' ' || one == '\t' || one == '\r';
    }

    /** Goes on behind the blanks from a place on. */
    void skip(int from) {
      start = from;
      while (start < end && isBlank(bytes[start])) {
        start++;
      }
    }

    /** Its first byte; 0 if there is none. */
    int first() {
      return start < end ? bytes[start] : 0;
    }

    boolean skips(String word) {
      int behind = start + word.length();
      if (behind > end) {
        return false;
      }
      for (int i = 0; i < word.length(); i++) {
        if (bytes[start + i] != word.charAt(i)) {
          return false;
        }
      }
      skip(behind);
      return true;
    }

    /** Goes on behind a word; where that ends. */
    int word() {
      int stop = start;
      while (stop < end && !isBlank(bytes[stop])) {
        stop++;
      }
      skip(stop);
      return stop;
    }

    int indexOf(char c) {
      for (int i = start; i < end; i++) {
        if (bytes[i] == c) {
          return i;
        }
      }
      return -1;
    }

    String text() {
      return decode(bytes, whole, end);
    }
  }
}
