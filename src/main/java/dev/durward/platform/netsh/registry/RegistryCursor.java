package dev.durward.platform.netsh.registry;

import java.io.ByteArrayOutputStream;

/** A place in the text of a {@code .reg} file, and the words that can be read there. */
final class RegistryCursor {
  private final String text;
  private int at;
  private int line = 1;

  RegistryCursor(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** Says of the current line what is wrong with it. */
  Malformed malformed(String problem) {
    return new Malformed("line " + line + " " + problem);
  }

  /** The next character; a line end where the text ends. */
  char peek() {
    return at < text.length() ? text.charAt(at) : '\n';
  }

  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
      at++;
    }
  }

  /** What is left of the line, without blanks at its ends. */
  String restOfLine() {
    int end = text.indexOf('\n', at);
    return text.substring(at, end < 0 ? text.length() : end).strip();
  }

  void skip() {
    at++;
  }

  void nextLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
    line++;
  }

  /** Goes behind the word, of any case, if it is next. */
  boolean take(String word) {
    boolean is = text.regionMatches(true, at, word, 0, word.length());
    at += is ? word.length() : 0;
    return is;
  }

  /** The beginning of {@link #restOfLine}, to be shown. */
  String excerpt() {
    String rest = restOfLine();
    return rest.length() <= 60 ? rest : rest.substring(0, 60) + "...";
  }

  /** A text in quotes; regedit writes the line breaks in it as they are. */
  String quoted() throws Malformed {
    int first = line;
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\') {
        at++;
        c = peek();
        if (c != '\\' && c != '"') {
          throw malformed("has a backslash before what needs none; a backslash itself is two");
        }
      } else if (c == '\n') {
        line++;
      }
      value.append(c);
    }
    line = first;
    throw malformed("begins a text in quotes that doesn't end");
  }

  private int digit() {
    return Character.digit(peek(), 16);
  }

  /** A number of up to eight hexadecimal digits. */
  int dword() throws Malformed {
    int start = at;
    int number = 0;
    for (; digit() >= 0; at++) {
      number = number << 4 | digit();
    }
    if (at == start || at - start > 8) {
      throw malformed("has a dword that is not of eight hexadecimal digits");
    }
    return number;
  }

  /** Hexadecimal bytes with commas between them, in lines that end with a backslash. */
  byte[] bytes() throws Malformed {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    skipBlanks();
    while (digit() >= 0) {
      int number = digit();
      at++;
      if (digit() >= 0) {
        number = number << 4 | digit();
        at++;
      }
      bytes.write(number);
      if (!take(",")) {
        break;
      }
      skipBlanks();
      if (take("\\")) {
        skipBlanks();
        if (peek() != '\n') {
          throw malformed("goes on behind the backslash that ends it");
        }
        nextLine();
        skipBlanks();
      }
      if (digit() < 0) {
        throw malformed("has a comma in hex behind which no byte follows");
      }
    }
    return bytes.toByteArray();
  }
}
