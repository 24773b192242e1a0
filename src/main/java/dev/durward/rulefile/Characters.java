package dev.durward.rulefile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The step from bytes to characters, and the characters that a rule file may have. */
final class Characters {
  /** Stands in the text for a character that was refused, so that the rest can still be read. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final int REPORTED = 20;
  private static final String IN_UTF8 = "save the file as UTF-8";

  private Characters() {}

  /** Whether the bytes begin as UTF-16 or UTF-32 do: with their mark, or with half a letter. */
  static boolean isWide(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == 0) != (bytes[1] == 0)
            || (bytes.length >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == (byte) 0xFE));
  }

  /** The text without its byte order mark; what is not UTF-8 is replaced. */
  static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Reports the first byte that is not UTF-8. */
  static void checkEncoding(byte[] bytes, Source source, Findings findings) {
    if (isWide(bytes)) {
      findings.error(0, "this file is UTF-16 or UTF-32, and a rule file is UTF-8", IN_UTF8);
      return;
    }
    if (source.text().indexOf(REPLACEMENT) < 0) {
      return;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    if (decoder.decode(input, decoded, true).isError()) {
      decoded.flip();
      int mark = decoded.length() > 0 && decoded.charAt(0) == '\uFEFF' ? 1 : 0;
      String value = Integer.toHexString(bytes[input.position()] & 0xff);
      findings.error(
          decoded.length() - mark, "the byte 0x" + value + " here is not UTF-8", IN_UTF8);
    }
  }

  /**
   * Reports control characters, line breaks that editors don't show, and tabs that indent.
   *
   * @return the text, each such control character or break replaced by one other character
   */
  static String clean(String text, Findings findings) {
    char[] cleaned = null;
    int refused = 0;
    boolean indentation = true;
    int tab = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        indentation = true;
        tab = -1;
        continue;
      }
      if (indentation && c != ' ') {
        if (c == '\t') {
          tab = tab < 0 ? i : tab;
          continue;
        }
        indentation = false;
        if (tab >= 0 && c != '#' && refused++ < REPORTED) {
          findings.error(tab, "a tab indents this line", "indent with spaces");
        }
      }
      if (isRefused(c)) {
        if (refused++ < REPORTED) {
          findings.error(i, name(c) + " stands here", "delete it");
        }
        cleaned = cleaned == null ? text.toCharArray() : cleaned;
        cleaned[i] = REPLACEMENT;
      }
    }
    return cleaned == null ? text : new String(cleaned);
  }

  /** The name of a character that can't be seen. */
  static String name(int c) {
    return switch (c) {
      case 0 -> "a NUL character";
      case 0x1b -> "an escape character";
      case 0x85, 0x2028, 0x2029 -> "a line break that editors don't show (" + code(c) + ")";
      case 0xFEFF -> "a byte order mark inside the text";
      default -> "an invisible character (" + code(c) + ")";
    };
  }

  private static String code(int c) {
    String digits = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    return "U+" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }

  /** Whether YAML, or we, can't take it anywhere in a file. */
  private static boolean isRefused(char c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r')
        || (c >= 0x7f && c < 0xa0)
        || c == 0x2028
        || c == 0x2029
        || c >= 0xFFFE
        || c == 0xFEFF;
  }

  /**
   * Whether a person who reads a text can't see it, or sees something else for it. Characters that
   * this Java doesn't know yet are let through: a file means the same on each.
   */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
