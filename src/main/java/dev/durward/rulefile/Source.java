package dev.durward.rulefile;

import dev.durward.diagnostic.Place;
import java.util.Arrays;

/** The text of a rule file; turns offsets into places. */
final class Source {
  /** How much of a line a {@link Place} carries at the most, in UTF-16 units. */
  private static final int LINE_KEPT = 4000;

  private final String file;
  private final String text;
  private final int[] starts;

  Source(String file, String text) {
    this.file = file;
    this.text = text;
    this.starts = lineStarts(text);
  }

  /** The first line that has more characters than that, from 1; 0 if none has. */
  int longerThan(int characters) {
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : text.length();
      if (end - starts[i] > characters) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The file's name. */
  String file() {
    return file;
  }

  String text() {
    return text;
  }

  /** The character at an offset; a line feed behind the end. */
  char charAt(int offset) {
    return offset < text.length() ? text.charAt(offset) : '\n';
  }

  /** The line of an offset, from 1. */
  int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The offset of a line and a column (in code points), both from 1; the nearest that exists. */
  int offset(int line, int column) {
    int index = Math.min(Math.max(line, 1), starts.length) - 1;
    int start = starts[index];
    int end = index + 1 < starts.length ? starts[index + 1] : text.length();
    int codePoints = Math.min(Math.max(column - 1, 0), text.codePointCount(start, end));
    return text.offsetByCodePoints(start, codePoints);
  }

  /** The place of an offset. */
  Place place(int offset) {
    int at = Math.min(offset, text.length());
    int line = line(at);
    int start = starts[line - 1];
    int end = start;
    while (end < text.length() && end - start < LINE_KEPT && !isBreak(text.charAt(end))) {
      end++;
    }
    return new Place(file, line, text.codePointCount(start, at) + 1, text.substring(start, end));
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[text.length() / 20 + 16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
