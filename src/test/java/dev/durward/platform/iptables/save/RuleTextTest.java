package dev.durward.platform.iptables.save;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          "'",
          " ",
          "  ",
          "\t",
          "-j ACCEPT",
          "#",
          "!",
          "-",
          "--comment",
          "COMMIT",
          "$(x)",
          "`x`",
          ";",
          "a",
          "Z",
          "0",
          "_",
          "é",
          "€",
          "😀",
          "\\\"",
          "\u001b",
          "%s",
          "*filter",
          "|");

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  @Test
  void quotedTextsComeBackAsTheyWere() {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("rule text: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      List<String> words = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        String word = text(random);
        words.add(word);
        line.append(line.isEmpty() ? "" : " ").append(RuleText.quote(word));
      }
      assertEquals(Optional.of(words), RuleText.split(line.toString()), "seed " + seed);
    }
  }

  /** As libxtables prints them, seen on iptables 1.8.9. */
  @Test
  void quotesAsIptablesSaveDoes() {
    assertEquals("durward", RuleText.quote("durward"));
    assertEquals("a_b-9", RuleText.quote("a_b-9"));
    assertEquals("\"\"", RuleText.quote(""));
    assertEquals("\"a b\"", RuleText.quote("a b"));
    assertEquals("\"a:b\"", RuleText.quote("a:b"));
    assertEquals("\"it\\'s \\\"x\\\" \\\\\"", RuleText.quote("it's \"x\" \\"));
    assertEquals("\"é\"", RuleText.quote("é"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "a \"b", "--comment \"x\\\"", "\"a\"\""})
  void quotesThatDontBalanceAreNoLine(String line) {
    assertEquals(Optional.empty(), RuleText.split(line));
  }

  @Test
  void splitsAtBlanksOnly() {
    assertEquals(
        Optional.of(List.of("-A", "INPUT", "!", "-s", "10.0.0.0/8", "a b", "-j", "DROP")),
        RuleText.split("-A INPUT ! -s 10.0.0.0/8  \t\"a b\" -j DROP "));
    assertEquals(Optional.of(List.of()), RuleText.split(""));
  }
}
