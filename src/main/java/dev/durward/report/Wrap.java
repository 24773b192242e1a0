package dev.durward.report;

/** Breaks text for a terminal of 80 columns. */
final class Wrap {
  static final int COLUMNS = 80;

  private Wrap() {}

  /**
   * A paragraph with hanging indentation, without a last line end. A word longer than a line stands
   * alone on one.
   *
   * @param first what the first line begins with
   * @param rest what the others begin with
   */
  static String paragraph(String first, String rest, String text) {
    StringBuilder wrapped = new StringBuilder(first);
    int column = first.length();
    boolean lineStart = true;
    for (String word : text.split(" ", -1)) {
      if (!lineStart && column + 1 + word.length() > COLUMNS) {
        wrapped.append('\n').append(rest);
        column = rest.length();
        lineStart = true;
      }
      if (!lineStart) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += word.length();
      lineStart = false;
    }
    return wrapped.toString();
  }
}
