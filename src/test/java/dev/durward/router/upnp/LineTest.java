package dev.durward.router.upnp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void letsNothingWriteOnTheTerminal() {
    assertEquals("a.[31m.b.c.d", Line.of("a\u001b[31m\nb\u202ec\u0085d"));
    assertEquals(
        "\u65e5\u672c caf\u00e9 \ud83d\ude00", Line.of(" \u65e5\u672c caf\u00e9 \ud83d\ude00 "));
    assertEquals("x.", Line.of("x\ud83d"));
  }

  @Test
  void endsWithTheLine() {
    assertEquals("x".repeat(200), Line.of("x".repeat(200)));
    assertEquals("x".repeat(197) + "...", Line.of("x".repeat(201)));
    String faces = "\ud83d\ude00".repeat(300);
    assertEquals(200, Line.of(faces).codePointCount(0, Line.of(faces).length()));
  }
}
