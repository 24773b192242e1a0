package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.plan.Mark;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Prediction;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The JSON of a verification, which others' programs read: names and words stay as they are. */
class VerificationViewTest {
  private static final List<String> FIELDS =
      List.of(
          "format",
          "vantage",
          "standpoint",
          "incomplete",
          "milliseconds",
          "passed",
          "failed",
          "untested",
          "results",
          "certificates",
          "notes");
  private static final List<String> CERTIFICATE_FIELDS =
      List.of("policy", "rule", "target", "subject", "notBefore", "notAfter");
  private static final List<String> RESULT_FIELDS =
      List.of(
          "policy",
          "rule",
          "vantage",
          "subject",
          "expected",
          "predicted",
          "outcome",
          "observed",
          "milliseconds",
          "verdict",
          "reason",
          "countedBy");

  private static JsonNode json(VerificationReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8)) {
      new VerificationView(report).printJson(print);
    }
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void jsonHasTheseFieldsInThisOrder() throws IOException {
    JsonNode json = json(Verifications.small());
    assertEquals(FIELDS, names(json));
    assertEquals("durward.verify/1", json.get("format").asText());
    assertEquals(3, json.get("results").size());
    json.get("results").forEach(result -> assertEquals(RESULT_FIELDS, names(result)));
    assertEquals("pass", json.get("results").get(0).get("verdict").asText());
    assertEquals("fail", json.get("results").get(1).get("verdict").asText());
    assertEquals("", json.get("results").get(2).get("expected").asText());
  }

  @Test
  void certificatesHaveTheseFields() throws IOException {
    JsonNode certificates = json(Verifications.services()).get("certificates");
    assertEquals(3, certificates.size());
    certificates.forEach(each -> assertEquals(CERTIFICATE_FIELDS, names(each)));
  }

  @Test
  void arraysAreThereThoughEmpty() throws IOException {
    JsonNode json = json(Verifications.report(List.of()));
    assertTrue(json.get("results").isArray() && json.get("results").isEmpty());
    assertTrue(json.get("notes").isArray() && json.get("notes").isEmpty());
  }

  @Test
  void readmeNamesEachFieldAndWord() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String table = readme.substring(readme.indexOf("**JSON.**"), readme.indexOf("**Reports.**"));
    List<String> words = new ArrayList<>(FIELDS);
    words.addAll(RESULT_FIELDS);
    words.addAll(CERTIFICATE_FIELDS);
    for (Expected expected : Expected.values()) {
      words.add(expected.word());
    }
    for (Outcome outcome : Outcome.values()) {
      words.add(outcome.word());
    }
    for (Prediction prediction : Prediction.values()) {
      words.add(prediction.word());
    }
    words.remove(Prediction.UNKNOWN.word());
    words.addAll(List.of("pass", "fail", "untested", "durward.verify/1"));
    words.forEach(word -> assertTrue(table.contains("`" + word + "`"), word));
  }

  @Test
  void eachResultNamesItsVantage() throws IOException {
    Mark outbound = Mark.of(VerificationReport.OUTBOUND, "https://a.test/");
    VerificationReport report =
        Verifications.small()
            .with(
                Verifications.report(
                    List.of(
                        new Result(
                            outbound,
                            "name a.test",
                            Optional.empty(),
                            Observation.untested("x"),
                            Verifications.judged(Verdict.FAIL, "x")))));
    JsonNode results = json(report).get("results");
    assertEquals("netns", results.get(0).get("vantage").asText());
    assertEquals("self", results.get(3).get("vantage").asText());
    assertEquals("self", report.vantage(VerificationReport.OUTBOUND));
  }

  @Test
  void whatCanNotBeByTheRulesIsSaid() {
    Mark rule = Mark.of("web", "https");
    Result seen =
        Verifications.probed(
            rule,
            Transport.TCP,
            "192.0.2.1 443",
            Expected.OPEN,
            Outcome.FILTERED,
            Verifications.judged(Verdict.FAIL, "no answer"));
    String contradiction = "predicted open, seen filtered";
    assertTrue(text(seen.predicted(Prediction.OPEN)).contains(contradiction));
    assertFalse(text(seen.predicted(Prediction.SHUT)).contains("predicted"));
    assertFalse(text(seen).contains("predicted"));
  }

  private static String text(Result result) {
    return new VerificationView(Verifications.report(List.of(result))).text(new Style(false));
  }

  @Test
  void aPortNextToAnAllowedOneIsNamedSo() throws IOException {
    VerificationReport report =
        Verifications.report(
            List.of(
                Verifications.probed(
                    new Mark("web", "HTTPS"),
                    Transport.TCP,
                    "192.0.2.1 444",
                    Expected.CLOSED,
                    Outcome.FILTERED,
                    Verifications.judged(Verdict.PASS, "no answer"))));
    JsonNode result = json(report).get("results").get(0);
    assertEquals("closed", result.get("expected").asText());
    assertTrue(result.get("subject").asText().endsWith(", next to an allowed port"));
    String text = new VerificationView(report).text(new Style(false));
    assertTrue(text.replaceAll("\\s+", " ").contains("next to an allowed port"), text);
    String page = new VerificationPage(report, Verifications.OCCASION).html();
    assertTrue(page.contains("next to an allowed port"), page);
  }
}
