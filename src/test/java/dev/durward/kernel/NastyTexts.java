package dev.durward.kernel;

import java.util.List;
import java.util.Random;

/** Texts that try to be more than texts, generated from a seed. */
final class NastyTexts {
  private static final List<String> PIECES =
      List.of(
          "\"",
          "'",
          "\\",
          "\\\"",
          "\\'",
          "$(touch x)",
          "`id`",
          "${IFS}",
          "-j ACCEPT",
          "# ",
          "#",
          "!",
          "! ",
          "-",
          "--",
          "-A INPUT -j ACCEPT",
          "COMMIT",
          "*filter",
          ":INPUT ACCEPT",
          "[0:0]",
          ";",
          "|",
          "&",
          "<",
          ">",
          "%s",
          "%n",
          "\n",
          "\r",
          "\r\n",
          "\0",
          "\u001b",
          "\t",
          "\u0085",
          "\u2028",
          "\u007f",
          "\u0001",
          "é",
          "\u00a0",
          "€",
          "中",
          "😀",
          "e\u0301",
          "\u202e",
          "\u200b",
          "\ufeff",
          "\ud800",
          "\udc00",
          "durward:other/rule",
          "/",
          "~",
          "DURWARD",
          "durward",
          "--comment",
          "EOF",
          "a",
          "Z",
          "0",
          "_",
          " ",
          "  ",
          ",",
          "{}",
          "[]",
          "*",
          "?",
          "^",
          "=");

  private static final List<String> LINES =
      List.of(
          "one\n-A INPUT -j ACCEPT\n#",
          "x\" -j ACCEPT -m comment --comment \"y",
          "x\\\" -j ACCEPT #",
          "\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n-F\nCOMMIT\n",
          "DURWARD\nreboot\n",
          "-j ACCEPT",
          "--comment",
          "!",
          "COMMIT",
          "*filter",
          ":INPUT ACCEPT [0:0]",
          "-X DURWARD-IN-BLOCK",
          "durward: replies pass");

  private final Random random;

  NastyTexts(Random random) {
    this.random = random;
  }

  /** One of them; seldom empty, at times longer than a comment can be. */
  String next() {
    return switch (random.nextInt(8)) {
      case 0 -> LINES.get(random.nextInt(LINES.size()));
      case 1 -> repeated();
      case 2 -> quiet().append(piece()).toString();
      default -> {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
          text.append(piece());
        }
        yield text.toString();
      }
    };
  }

  /** Names that are the same but for their end, and too long to stand whole in a mark. */
  private String repeated() {
    String letter = List.of("é", "😀", "x", "€").get(random.nextInt(4));
    return letter.repeat(190) + random.nextInt(1000);
  }

  private StringBuilder quiet() {
    return new StringBuilder("rule " + random.nextInt(1000) + " ");
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /** A text as a double-quoted scalar of YAML, every odd character escaped. */
  static String yaml(String text) {
    StringBuilder yaml = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
        yaml.append(c);
      } else {
        yaml.append(String.format("\\u%04x", (int) c));
      }
    }
    return yaml.append('"').toString();
  }
}
