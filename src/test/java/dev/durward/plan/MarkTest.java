package dev.durward.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void isReadBackAsWritten() {
    Mark mark = Mark.of("web-server", "Port 443 / rule: \"it's\" \\ -j ACCEPT é 😀");
    assertEquals("durward:web-server/Port 443 / rule: \"it's\" \\ -j ACCEPT é 😀", mark.text());
    assertEquals(Optional.of(mark), Mark.parse(mark.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "durward", "durward:", "durward:/rule", "durward:web", "durward:web/", "x"})
  void otherTextsAreNoMarks(String text) {
    assertEquals(Optional.empty(), Mark.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\0", "\t", "\u001b", "\u007f", "\u0085", "\u2028", "\ud83d", "\ude00"
      })
  void nothingThatCantBeReadBackIsAMark(String bad) {
    for (String name : new String[] {bad, "a" + bad, bad + "b", "a" + bad + "b"}) {
      assertThrows(IllegalArgumentException.class, () -> new Mark("web", name));
      assertThrows(IllegalArgumentException.class, () -> new Mark(name, "rule"));
      assertThrows(IllegalArgumentException.class, () -> Mark.of("web", name));
      assertEquals(Optional.empty(), Mark.parse("durward:web/" + name));
      assertEquals(Optional.empty(), Mark.parse("durward:" + name + "/rule"));
    }
  }

  @Test
  void refusesWhatWouldBeReadBackAsAnotherMark() {
    assertThrows(IllegalArgumentException.class, () -> new Mark("a/b", "c"));
    assertThrows(IllegalArgumentException.class, () -> new Mark("", "c"));
    assertThrows(IllegalArgumentException.class, () -> new Mark("a", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "€", "😀"})
  void longNamesAreCutBetweenLetters(String letter) {
    for (int length = 40; length <= 300; length++) {
      String name = letter.repeat(length);
      Mark mark = Mark.of("web", name);
      assertTrue(bytes(mark.text()) <= Mark.MAX_BYTES, mark.text());
      if (bytes("durward:web/" + name) <= Mark.MAX_BYTES) {
        assertEquals(name, mark.rule());
      } else {
        assertTrue(bytes(mark.text()) > Mark.MAX_BYTES - bytes(letter), "no shorter than it must");
      }
      assertEquals(Optional.of(mark), Mark.parse(mark.text()));
    }
  }

  @Test
  void namesThatDifferOnlyBehindTheCutStayApart() {
    String same = "é".repeat(199);
    Mark one = Mark.of("web", same + "1");
    assertNotEquals(one, Mark.of("web", same + "2"));
    assertEquals(one, Mark.of("web", same + "1"));
  }

  @Test
  void theLongestPolicyLeavesRoomForItsRules() {
    String policy = "p".repeat(64);
    assertNotEquals(
        Mark.of(policy, "😀".repeat(199) + "a").text(),
        Mark.of(policy, "😀".repeat(199) + "b").text());
  }
}
