package dev.durward.router.upnp;

/** Text of a router, made fit to be shown: it must not be able to write on the terminal. */
final class Line {
  private static final int LONGEST = 200;

  private Line() {}

  /**
   * One line of at most {@value #LONGEST} characters: a dot stands for what can't be seen or would
   * turn what follows, an ellipsis for the rest.
   */
  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    String line = text.strip();
    int characters = 0;
    for (int i = 0; i < line.length(); characters++) {
      int c = line.codePointAt(i);
      i += Character.charCount(c);
      if (characters == LONGEST - 3 && line.codePointCount(i, line.length()) > 2) {
        return shown.append("...").toString();
      }
      shown.appendCodePoint(isSeen(c) ? c : '.');
    }
    return shown.toString();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
