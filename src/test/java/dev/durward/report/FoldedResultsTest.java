package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.plan.Mark;
import dev.durward.probe.Expected;
import dev.durward.probe.Outcome;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedResultsTest {
  private static final Mark RULE = Mark.of("web", "range");

  private static Result result(int port, Outcome outcome, Judgement judgement) {
    return Verifications.probed(
        RULE, Transport.TCP, "192.0.2.1 " + port, Expected.OPEN, outcome, judgement);
  }

  private static List<Result> range(int first, int last, Outcome outcome, Judgement judgement) {
    List<Result> results = new ArrayList<>();
    for (int port = first; port <= last; port++) {
      results.add(result(port, outcome, judgement));
    }
    return results;
  }

  private static String text(VerificationReport report) {
    return new VerificationView(report).text(new Style(false));
  }

  private static JsonNode json(VerificationReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8)) {
      new VerificationView(report).printJson(print);
    }
    return new ObjectMapper().readTree(out.toByteArray());
  }

  @Test
  void foldsAdjacentPortsThatSayTheSame() throws IOException {
    List<Result> results = new ArrayList<>();
    results.addAll(range(1, 99, Outcome.OPEN, Judgement.pass("open")));
    results.addAll(range(100, 100, Outcome.FILTERED, Judgement.fail("no answer came")));
    results.addAll(range(101, 110, Outcome.OPEN, Judgement.pass("open")));
    results.addAll(range(112, 113, Outcome.OPEN, Judgement.pass("open")));
    VerificationReport report = Verifications.report(results);
    assertEquals(
        """
        from vantage netns: packets cross INPUT as a neighbour's do

        web/range
          pass     open        tcp 192.0.2.1:1-99 from 198.18.83.1
          FAIL     filtered    tcp 192.0.2.1:100 from 198.18.83.1
                               no answer came
          pass     open        tcp 192.0.2.1:101-110 from 198.18.83.1
          pass     open        tcp 192.0.2.1:112-113 from 198.18.83.1

        111 passed, 1 failed, 0 untested, in 2.3 s
        """,
        text(report));
    assertEquals(112, json(report).get("results").size(), "each by itself");
    assertFalse(json(report).get("incomplete").asBoolean());
  }

  @Test
  void foldsWhatIsTooScatteredToBeRead() throws IOException {
    List<Result> results = new ArrayList<>();
    for (int port = 1; port <= 4_000; port += 2) {
      results.add(result(port, Outcome.OPEN, Judgement.pass("open")));
      results.add(result(port + 1, Outcome.UNTESTED, Judgement.untested("interrupted")));
    }
    VerificationReport report = Verifications.report(results);
    assertEquals(
        """
        from vantage netns: packets cross INPUT as a neighbour's do

        web/range
          pass     open        tcp 192.0.2.1:1-3999 (2000 of these) from 198.18.83.1
          untested -           tcp 192.0.2.1:2-4000 (2000 of these) from 198.18.83.1
                               interrupted

        2000 passed, 0 failed, 2000 untested, in 2.3 s
        What is untested is not proved; see the reasons above.
        """,
        text(report));
    assertEquals(4_000, json(report).get("results").size());
  }

  @Test
  void saysThatItIsIncomplete() throws IOException {
    List<Result> results = range(1, 9, Outcome.UNTESTED, Judgement.untested("interrupted"));
    VerificationReport report =
        new VerificationReport("netns", "as a test says", results, List.of(), Duration.ofSeconds(1))
            .brokenOff();
    assertTrue(text(report).contains("\nINCOMPLETE: interrupted before its end\n"), text(report));
    assertTrue(text(report).contains("\nIncomplete: 0 passed, 0 failed, 9 untested"));
    assertTrue(json(report).get("incomplete").asBoolean());
    assertTrue(new VerificationPage(report, Verifications.OCCASION).html().contains("nterrupted"));
    assertTrue(
        new JunitReport(report, Verifications.OCCASION)
            .xml()
            .contains("<property name=\"incomplete\" value=\"true\"/>"));
  }
}
