package dev.durward.rulefile;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Single values, lists and comments as YAML that every reader of YAML 1.1 and 1.2 takes alike. */
final class YamlText {
  /** Where the lines of a list are broken. */
  private static final int WIDTH = 96;

  /** Far below what the parser takes, and more than any tool prints for a rule. */
  private static final int LONGEST_COMMENT = 16_000;

  /** Words that some reader takes for no text. */
  private static final Set<String> TAKEN =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  /** A text as one value: bare where nothing could take it for something else, else quoted. */
  static String scalar(String text) {
    return isBare(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  private static boolean isBare(String text) {
    if (text.isEmpty() || TAKEN.contains(text.toLowerCase(Locale.ROOT)) || !isInner(text)) {
      return false;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    return isLetter(first) && last != ' ' && last != ':';
  }

  private static boolean isInner(String text) {
    return text.chars().allMatch(c -> isLetter(c) || isDigit(c) || " ._/+()-".indexOf(c) >= 0);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** A port, an address or a protocol: one value, whose text a reader keeps whatever it is. */
  static String number(String text) {
    boolean plain = text.chars().allMatch(c -> isDigit(c) || isLetter(c) || ".:/-".indexOf(c) >= 0);
    return plain && !text.startsWith(":") && !text.endsWith(":") ? text : scalar(text);
  }

  /** Values that are YAML already: one by itself, several as a list, over several lines if long. */
  static String list(List<String> values, String indent) {
    if (values.size() == 1) {
      return values.get(0);
    }
    StringBuilder text = new StringBuilder("[");
    int start = 0;
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ",");
      if (i > 0 && text.length() - start + values.get(i).length() > WIDTH) {
        text.append('\n').append(indent);
        start = text.length();
      } else {
        text.append(i == 0 ? "" : " ");
      }
      text.append(values.get(i));
    }
    return text.append(']').toString();
  }

  /** A comment's text without what can't stand in a rule file, and not too long for it. */
  static String comment(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_COMMENT)
        .forEach(c -> clean.appendCodePoint(isPlain(c) ? c : '?'));
    return text.codePointCount(0, text.length()) > LONGEST_COMMENT
        ? clean.append(" ...").toString()
        : clean.toString();
  }

  private static boolean isPlain(int c) {
    return !Characters.isInvisible(c) && (c < 0xFFFE || c > 0xFFFF);
  }
}
