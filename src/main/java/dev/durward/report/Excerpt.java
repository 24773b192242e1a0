package dev.durward.report;

import dev.durward.diagnostic.Place;
import java.util.Locale;

/**
 * A line of the user's text as a terminal shows it.
 *
 * @param line the line, cut to the terminal's width around the place, every character visible
 * @param caret how many cells stand before the place; -1 if the place is beyond what is known of
 *     the line
 */
record Excerpt(String line, int caret) {
  private static final int WIDTH = 80;
  private static final String CUT = "...";

  static Excerpt of(Place place) {
    int[] characters = place.source().codePoints().toArray();
    int at = place.column() - 1;
    if (at > characters.length) {
      return new Excerpt(text(characters, 0, fit(characters, 0, WIDTH)) + CUT, -1);
    }
    int start = 0;
    // What stands before the place takes half of the width at the most, if the line is too long.
    if (width(characters, 0, characters.length) > WIDTH) {
      while (width(characters, start, at) > WIDTH / 2) {
        start = Math.max(start + 1, at - WIDTH);
      }
    }
    String head = start > 0 ? CUT : "";
    int end = fit(characters, start, WIDTH - head.length());
    if (end < characters.length) {
      end = fit(characters, start, WIDTH - head.length() - CUT.length());
    }
    String tail = end < characters.length ? CUT : "";
    return new Excerpt(
        head + text(characters, start, end) + tail, head.length() + width(characters, start, at));
  }

  /** The character as it is safe to print: what can't be seen as its code. */
  static String visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL ->
          c == '\t' ? "\\t" : "\\x" + (c < 16 ? "0" : "") + Integer.toHexString(c);
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          "\\u{" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + "}";
      default -> Character.toString(c);
    };
  }

  /** The text as it is safe to print. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints().forEach(c -> visible.append(visible(c)));
    return visible.toString();
  }

  /** The end of what fits into so many cells. */
  private static int fit(int[] characters, int start, int cells) {
    int end = start;
    int used = 0;
    while (end < characters.length && used + cells(characters[end]) <= cells) {
      used += cells(characters[end++]);
    }
    return end;
  }

  private static int width(int[] characters, int start, int end) {
    int width = 0;
    for (int i = start; i < end; i++) {
      width += cells(characters[i]);
    }
    return width;
  }

  private static String text(int[] characters, int start, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = start; i < end; i++) {
      text.append(visible(characters[i]));
    }
    return text.toString();
  }

  private static int cells(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default ->
          isWide(c) ? 2 : visible(c).length() - (c > 0xFFFF && visible(c).length() == 2 ? 1 : 0);
    };
  }

  /** East Asian characters and emoji, near enough (Unicode TR 11). */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1F64F)
        || (c >= 0x1F900 && c <= 0x1F9FF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
