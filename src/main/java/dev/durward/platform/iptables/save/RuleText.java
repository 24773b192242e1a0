package dev.durward.platform.iptables.save;

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
public final class RuleText {
  private static final String COMMENT = "--comment ";

  private RuleText() {}

  /** Splits a line into its words; empty if its quotes don't balance. */
  public static Optional<List<String>> split(String line) {
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

  /** Whether a line's quotes balance, so that it can be split. */
  public static boolean isBalanced(String line) {
    boolean quoted = false;
    for (int i = line.indexOf('"'); i >= 0 && i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\' && i + 1 < line.length()) {
        i++;
      }
    }
    return !quoted;
  }

  /** The word behind the first {@code --comment} of a line that is balanced. */
  public static Optional<String> comment(String line) {
    int at = line.indexOf(COMMENT);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + COMMENT.length();
    int end = end(line, start);
    if (line.lastIndexOf('"', at) >= 0 || end == start) {
      // It may stand within another quoted text, or somebody has typed the line.
      return behind(COMMENT.strip(), line);
    }
    return Optional.of(unquoted(line.substring(start, end)));
  }

  private static String unquoted(String word) {
    boolean isPlain = word.indexOf('"') < 0 && word.indexOf('\\') < 0;
    boolean isQuoted =
        word.length() > 1
            && word.charAt(0) == '"'
            && word.indexOf('"', 1) == word.length() - 1
            && word.indexOf('\\') < 0;
    if (isPlain || isQuoted) {
      return isQuoted ? word.substring(1, word.length() - 1) : word;
    }
    return split(word).orElseThrow().get(0);
  }

  /** The word behind {@code -j} of a line that is balanced; empty if there is none. */
  public static String target(String line) {
    if (line.endsWith(" -j ACCEPT")) {
      // Of most lines; a text that ends so would stand in quotes, and they behind it.
      return "ACCEPT";
    }
    int at = line.indexOf(COMMENT);
    if (at >= 0 && line.lastIndexOf('"', at) < 0) {
      // Durward's own lines: the target stands right behind the comment.
      int jump = end(line, at + COMMENT.length());
      if (line.startsWith(" -j ", jump)) {
        return line.substring(jump + 4, end(line, jump + 4));
      }
    }
    return behind("-j", line).orElse("");
  }

  private static Optional<String> behind(String option, String line) {
    List<String> words = split(line).orElse(List.of());
    int at = words.indexOf(option);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** Where the word that begins at {@code start} ends. */
  private static int end(String line, int start) {
    boolean quoted = false;
    int end = start;
    while (end < line.length() && (quoted || line.charAt(end) != ' ')) {
      char c = line.charAt(end);
      quoted = (c == '"') != quoted;
      end += quoted && c == '\\' ? 2 : 1;
    }
    return Math.min(end, line.length());
  }

  /** A free text (a comment, a log prefix) as one word. It has no line breaks. */
  public static String quote(String text) {
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
