package dev.durward.rulefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.RuleSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileWriterTest {
  private static RuleSet read(String text) {
    RuleFile file = RuleFileParser.parse("written.yaml", text.getBytes(UTF_8));
    return assertInstanceOf(RuleFile.Usable.class, file, () -> file.diagnostics() + "\n" + text)
        .rules();
  }

  /** parse(write(rules)) = rules. */
  @Test
  void whatIsWrittenIsReadBack() {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("rule files written: -Ddurward.seed=" + seed);
    SayableRules generated = new SayableRules(new Random(seed));
    for (int i = 0; i < 3_000; i++) {
      RuleSet rules = generated.next();
      String text = RuleFileWriter.write(rules);
      assertEquals(rules, read(text), () -> "seed " + seed + "\n" + text);
      assertTrue(text.lines().allMatch(line -> line.length() <= 140), text);
    }
  }

  @Test
  void writesWhatPeopleWouldWrite() {
    String lines =
        """
        version: 1
        policy: web
        rules:
          - name: admin console
            description: 'Tomcat''s HTTPS: for the office'
            direction: [in, out]
            protocol: [tcp, udp]
            ports: [443, 9000-9010]
            remote: [192.0.2.0/24, 2001:db8::/32]
            platforms: windows
            windows:
              profiles: [domain, private]
              program: 'C:\\tomcat\\bin\\java.exe'
        """;
    assertEquals(lines, RuleFileWriter.write(read(lines)));
  }

  @Test
  void aFileWithoutRulesStillSaysWhy() {
    String text =
        new RuleFileWriter("web").heading("a host").remark("nothing: can be # said").text();
    assertEquals(
        "# a host\nversion: 1\npolicy: web\nrules: []\n  # nothing: can be # said\n", text);
    assertEquals(List.of(), read(text).rules());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "a\ttab",
        "nul \0",
        "bell \7",
        "line \u2028 break",
        "mark \uFEFF",
        "half \ud83d",
        "none \uffff",
        "",
        "\u0085",
        "right \u202e to left"
      })
  void commentsHoldNothingThatAFileCannot(String nasty) {
    String text = new RuleFileWriter("web").heading(nasty).remark(nasty).text();
    assertEquals(5, text.lines().count(), text);
    assertEquals(List.of(), read(text).rules());
  }

  @Test
  void cutsACommentThatIsLongerThanALine() {
    String text = new RuleFileWriter("web").remark("x".repeat(100_000)).text();
    assertEquals(List.of(), read(text).rules());
    assertTrue(text.contains("xxx ...\n"));
  }
}
