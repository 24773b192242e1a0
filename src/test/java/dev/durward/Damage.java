package dev.durward;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files by chance, as disks, editors and attackers do. */
public final class Damage {
  private static final int MOST = 4;
  private static final int LONGEST = 40;
  private static final int MANY = 3_000;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "00",
          "129",
          "255",
          "256",
          "65535",
          "65536",
          "2147483648",
          "4294967296",
          "9223372036854775808",
          "99999999999999999999");

  private final Random random;
  private final List<byte[]> files;
  private final List<String> words;

  /**
   * Damage of these files.
   *
   * @param words what means something there
   */
  public Damage(Random random, List<byte[]> files, List<String> words) {
    this.random = random;
    this.files = List.copyOf(files);
    this.words = List.copyOf(words);
  }

  /** One of the files, damaged in one or a few places. */
  public byte[] next() {
    byte[] file = any();
    int count = 1 + random.nextInt(MOST);
    for (int i = 0; i < count; i++) {
      file = damaged(file);
    }
    return file;
  }

  private byte[] any() {
    return files.get(random.nextInt(files.size()));
  }

  private byte[] damaged(byte[] file) {
    int from = random.nextInt(file.length + 1);
    int to = Math.min(file.length, from + random.nextInt(LONGEST));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(file, from, to, new byte[0]);
      case 1 -> Arrays.copyOf(file, from);
      case 2 -> replaced(file, from, from, Arrays.copyOfRange(file, from, to));
      case 3 -> replaced(file, from, from, repeated(Arrays.copyOfRange(file, from, to)));
      case 4 -> replaced(file, from, to, bytes(word()));
      case 5 -> replaced(file, from, from, bytes(word()));
      case 6 -> renumbered(file, from);
      case 7 -> replaced(file, from, Math.min(file.length, from + 1), noise());
      default -> spliced(file, from);
    };
  }

  private byte[] spliced(byte[] file, int at) {
    byte[] other = any();
    int from = random.nextInt(other.length + 1);
    return replaced(file, at, file.length, Arrays.copyOfRange(other, from, other.length));
  }

  /** The next number behind a place becomes another, mostly one that nothing has. */
  private byte[] renumbered(byte[] file, int at) {
    int from = at;
    while (from < file.length && !isDigit(file[from])) {
      from++;
    }
    int to = from;
    while (to < file.length && isDigit(file[to])) {
      to++;
    }
    return replaced(file, from, to, bytes(NUMBERS.get(random.nextInt(NUMBERS.size()))));
  }

  private static boolean isDigit(byte some) {
    return some >= '0' && some <= '9';
  }

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(3)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] repeated(byte[] part) {
    return new String(part, StandardCharsets.ISO_8859_1)
        .repeat(part.length == 0 ? 0 : MANY / part.length)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String word() {
    return words.get(random.nextInt(words.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] file, int from, int to, byte[] part) {
    byte[] whole = new byte[file.length - (to - from) + part.length];
    System.arraycopy(file, 0, whole, 0, from);
    System.arraycopy(part, 0, whole, from, part.length);
    System.arraycopy(file, to, whole, from + part.length, file.length - to);
    return whole;
  }
}
