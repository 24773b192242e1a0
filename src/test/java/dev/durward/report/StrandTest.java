package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrandTest {
  private static final VerificationReport REPORT = Verifications.services();

  @Test
  void noResultIsLost() {
    for (List<Strand> strands :
        List.of(Strand.byCause(REPORT.results()), Strand.byVerdict(REPORT.results()))) {
      List<Result> told =
          strands.stream().map(Strand::results).flatMap(Collection::stream).toList();
      assertEquals(REPORT.results().size(), told.size());
      assertTrue(told.containsAll(REPORT.results()));
    }
  }

  @Test
  void whatFollowsFromOneCauseIsOneLine() {
    String text = new VerificationView(REPORT).text(new Style(false));
    assertEquals(1, text.split("TLS is not spoken\n", -1).length - 1, text);
    assertTrue(text.contains("cert-trust, cert-expiry, cert-key"), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
  }

  @Test
  void machinesAreToldEach() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new VerificationView(REPORT).printJson(print);
    }
    String json = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(4, json.split("\"reason\" *: *\"TLS is not spoken\"", -1).length - 1, json);
    assertTrue(json.contains("\"notAfter\""), json);
  }

  @Test
  void failuresStayApart() {
    long failures =
        Strand.byVerdict(REPORT.results()).stream()
            .filter(strand -> strand.first().judgement().verdict().word().equals("failed"))
            .count();
    assertEquals(3, failures);
  }
}
