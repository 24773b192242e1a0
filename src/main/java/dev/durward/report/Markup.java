package dev.durward.report;

/** Text that stands in HTML or XML as itself. */
final class Markup {
  private static final String REPLACEMENT = "\ufffd";

  private Markup() {}

  /**
   * Escapes text for element content and for attributes in either kind of quotes. What no XML
   * document may hold, even escaped (XML 1.0 section 2.2: most control characters, halves of
   * surrogate pairs, U+FFFE, U+FFFF), becomes U+FFFD.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> escaped.append(escape(c)));
    return escaped.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      // Written as themselves they would come back from an attribute as blanks.
      case '\t', '\n', '\r' -> "&#" + c + ";";
      default -> isCharacter(c) ? Character.toString(c) : REPLACEMENT;
    };
  }

  private static boolean isCharacter(int c) {
    return (c >= ' ' && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
  }
}
