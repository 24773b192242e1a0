package dev.durward.rulefile;

import java.util.List;

/**
 * A YAML syntax error in the words of a rule file.
 *
 * @param problem what the YAML parser said
 * @param line the line of the problem, from 1; 0 if it gave none
 * @param column likewise, in code points
 * @param context what it was reading, or empty
 * @param start the line where that began; 0 if it gave none
 */
record SyntaxError(String problem, int line, int column, String context, int start) {
  private static final String MARK = " in 'reader', line ";
  private static final String COLUMN = ", column ";

  /**
   * Reads the parser's message: what it was reading, where that began, what is wrong and where,
   * each on lines of its own, the first two only sometimes.
   *
   * <pre>
   * while parsing a flow sequence
   *  in 'reader', line 1, column 4:
   *     a: [1, 2
   *        ^
   * expected ',' or ']', but got :
   *  in 'reader', line 2, column 2:
   * </pre>
   */
  static SyntaxError of(String message) {
    List<String> lines = message.lines().toList();
    String problem = "";
    String context = "";
    int line = 0;
    int column = 0;
    int start = 0;
    for (String each : lines) {
      if (each.startsWith(MARK)) {
        int comma = each.indexOf(COLUMN);
        line = Integer.parseInt(each, MARK.length(), comma, 10);
        column = Integer.parseInt(each, comma + COLUMN.length(), each.length() - 1, 10);
        start = start == 0 ? line : start;
      } else if (each.startsWith("while ")) {
        context = each;
      } else if (!each.startsWith("  ") && !each.isBlank()) {
        problem = each;
      }
    }
    return new SyntaxError(problem, line, column, context, start);
  }

  /** Reports it; at {@code otherwise} if the parser gave no place. */
  void report(int otherwise, Source source, Findings findings) {
    int at = line == 0 ? otherwise : source.offset(line, column);
    if (problem.contains("(TAB)")) {
      // Reported when the characters were looked at.
      if (!findings.hasErrors()) {
        findings.error(at, "a tab stands where YAML takes none", "use spaces");
      }
      return;
    }
    boolean ended = problem.contains("end of stream") || problem.contains("<stream end>");
    if (ended && context.contains("scalar")) {
      findings.error(
          source.offset(start, opening(source)),
          "a quote opens in this line and is never closed",
          "close it");
    } else if (problem.contains("',' or")) {
      String bracket = problem.contains("']'") ? "`]`" : "`}`";
      findings.error(
          at,
          "a list or block in brackets, opened in line " + start + ", goes wrong here",
          "write a comma or the closing " + bracket);
    } else if (problem.startsWith("mapping values are not allowed")) {
      findings.error(
          at,
          "a colon stands where no key can be",
          "quote a text that has `: ` in it, and indent the keys of a block alike");
    } else if (problem.startsWith("sequence entries are not allowed")) {
      findings.error(
          at, "a list can't begin here", "put `- ` on a line of its own, or write [a, b]");
    } else if (problem.contains("cannot start any token")) {
      findings.error(at, "no value can begin with this character", "put quotes around it");
    } else if (problem.startsWith("Expected a field name")) {
      findings.error(at, "a key is one word, not a list, block or alias", "write one word");
    } else if (problem.contains("escape character")) {
      findings.error(
          at, "YAML knows no such escape", "use single quotes, in which `\\` is only itself");
    } else if (problem.contains("expected <block end>") || problem.contains("expected ':'")) {
      findings.error(
          at,
          "this fits nowhere in the block that begins in line " + Math.max(start, 1),
          "indent the keys of a block alike, and end each with a colon");
    } else {
      findings.error(at, "not YAML: " + problem, "look at this line and the one before it");
    }
  }

  /** The column of the quote that opens in the line where the scalar began. */
  private int opening(Source source) {
    int at = source.offset(start, 1);
    int column = 1;
    for (char c = source.charAt(at); c != '\n' && c != '\r'; c = source.charAt(++at)) {
      if (c == '"' || c == '\'') {
        return column;
      }
      column++;
    }
    return 1;
  }
}
