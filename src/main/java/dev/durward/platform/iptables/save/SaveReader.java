package dev.durward.platform.iptables.save;

import dev.durward.platform.iptables.save.SaveDump.Unreadable;
import java.io.OutputStream;
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
  private static final byte[] APPEND = {'-', 'A'};

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
      DumpLine line = new DumpLine(bytes, start, end);
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

  private void append(DumpLine line) throws Unreadable {
    long packets = 0;
    if (line.first() == '[') {
      packets =
          line.packets()
              .orElseThrow(
                  () ->
                      new Unreadable(
                          number, "has counters that are not understood: " + line.text()));
    }
    if (table == null || !line.skips(APPEND) || line.first() == 0) {
      throw noRule(line);
    }
    if (!line.skips(chain)) {
      enter(line.word());
    }
    String text = line.rest();
    if (!RuleText.isBalanced(text)) {
      throw noRule(line);
    }
    ofChain.add(new RuleLine(number, text, packets));
  }

  private Unreadable noRule(DumpLine line) {
    return new Unreadable(number, "is no rule of a table: " + line.text());
  }

  private void enter(byte[] name) {
    chain = name;
    String text = DumpLine.decode(name, 0, name.length);
    policies.putIfAbsent(text, isBuiltIn(text) ? "ACCEPT" : "-");
    ofChain = rules.computeIfAbsent(text, key -> new ArrayList<>());
  }

  private static boolean isBuiltIn(String chain) {
    return switch (chain) {
      case "INPUT", "OUTPUT", "FORWARD", "PREROUTING", "POSTROUTING" -> true;
      default -> false;
    };
  }
}
