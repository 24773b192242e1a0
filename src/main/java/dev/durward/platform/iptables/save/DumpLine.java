package dev.durward.platform.iptables.save;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/** A line of a dump that is read word by word, without the blanks around it. */
final class DumpLine {
  /** What stands for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  /** Of 2^64 - 1. */
  private static final int MOST_DIGITS = 20;

  private final byte[] bytes;
  private final int begin;
  private final int end;
  private int next;

  DumpLine(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    int last = end;
    while (last > start && isBlank(bytes[last - 1])) {
      last--;
    }
    this.end = last;
    goTo(start);
    this.begin = next;
  }

  private static boolean isBlank(byte one) {
    return one == ' ' || one == '\t' || one == '\r';
  }

  private void goTo(int from) {
    next = from;
    while (next < end && isBlank(bytes[next])) {
      next++;
    }
  }

  /** Its next byte; 0 behind the last one. */
  int first() {
    return next < end ? bytes[next] : 0;
  }

  /** Goes on behind a word, if it is the next one. */
  boolean skips(byte[] word) {
    int behind = next + word.length;
    boolean isThere =
        behind <= end
            && (behind == end || isBlank(bytes[behind]))
            && Arrays.equals(bytes, next, behind, word, 0, word.length);
    if (isThere) {
      goTo(behind);
    }
    return isThere;
  }

  /** The next word, which it goes on behind. */
  byte[] word() {
    int start = next;
    int stop = start;
    while (stop < end && !isBlank(bytes[stop])) {
      stop++;
    }
    goTo(stop);
    return Arrays.copyOfRange(bytes, start, stop);
  }

  /** The first of its counters, {@code [PACKETS:BYTES]}, which it goes on behind. */
  OptionalLong packets() {
    long packets = 0;
    int i = next + 1;
    for (; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      packets = 10 * packets + bytes[i] - '0';
    }
    int digits = i - next - 1;
    boolean isNumber = digits > 0 && digits <= MOST_DIGITS && i < end && bytes[i] == ':';
    while (i < end && bytes[i] != ']') {
      i++;
    }
    if (!isNumber || i == end) {
      return OptionalLong.empty();
    }
    goTo(i + 1);
    return OptionalLong.of(packets);
  }

  /** What is left of it. */
  String rest() {
    return decode(bytes, next, end);
  }

  /** All of it. */
  String text() {
    return decode(bytes, begin, end);
  }

  /** A comment may be of any encoding: what is not UTF-8 is taken byte for byte. */
  static String decode(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    ByteBuffer some = ByteBuffer.wrap(bytes, start, end - start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(some.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(some).toString();
    }
  }
}
