package dev.durward.platform.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words of a rule as {@code iptables-save} prints them and {@code iptables-restore} reads them.
 *
 * <p>A word of letters, digits, {@code _} and {@code -} stands bare; another one in double quotes,
 * with a backslash before {@code "}, {@code '} and {@code \} (iptables 1.8, {@code
 * xtables_save_string}).
 */
final class RuleText {
  private RuleText() {}

  /** Splits a line into its words; empty if its quotes don't balance. */
  static Optional<List<String>> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        inWord = true;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quoted) {
      return Optional.empty();
    }
    if (inWord) {
      words.add(word.toString());
    }
    return Optional.of(words);
  }

  /** A free text (a comment, a log prefix) as one word. It has no line breaks. */
  static String quote(String text) {
    if (isBare(text)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\'') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  private static boolean isBare(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bare =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!bare) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
