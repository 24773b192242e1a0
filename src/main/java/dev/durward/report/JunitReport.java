package dev.durward.report;

import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/**
 * What a verification found, as the XML that test runners write and build servers read: a suite for
 * each policy, a case for each probe. The elements and their order are those of Jenkins' schema
 * (junit-10.xsd of its xUnit plugin).
 *
 * @param report the findings
 * @param occasion where and when they were made
 */
public record JunitReport(VerificationReport report, Occasion occasion) {
  /** Ant's, which has no zone. Ours is UTC. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  /** The document, with a line end. */
  public String xml() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites").append(attribute("name", "durward verify"));
    counts(xml, report);
    xml.append(">\n");
    report.byPolicy().forEach((policy, part) -> suite(xml, policy, part));
    return xml.append("</testsuites>\n").toString();
  }

  private static void counts(StringBuilder xml, VerificationReport part) {
    xml.append(attribute("tests", String.valueOf(part.results().size())))
        .append(attribute("failures", String.valueOf(part.count(Verdict.FAIL))))
        .append(attribute("errors", "0"))
        .append(attribute("time", Seconds.exact(part.elapsed())));
  }

  private void suite(StringBuilder xml, String policy, VerificationReport part) {
    xml.append("  <testsuite")
        .append(attribute("name", policy + " from " + part.vantage()))
        .append(attribute("hostname", occasion.host()))
        .append(attribute("timestamp", TIMESTAMP.format(occasion.end().minus(part.elapsed()))));
    counts(xml, part);
    // Only here: the schema knows it of no set of suites.
    xml.append(attribute("skipped", String.valueOf(part.count(Verdict.UNTESTED)))).append(">\n");
    xml.append("    <properties>\n");
    property(xml, "policy", policy);
    property(xml, "vantage", part.vantage());
    if (!part.complete()) {
      property(xml, "incomplete", "true");
    }
    xml.append("    </properties>\n");
    part.results().forEach(result -> testcase(xml, result));
    if (!part.notes().isEmpty()) {
      String notes = part.notes().stream().map(Markup::escape).collect(Collectors.joining("\n"));
      xml.append("    <system-out>").append(notes).append("</system-out>\n");
    }
    xml.append("  </testsuite>\n");
  }

  private static void property(StringBuilder xml, String name, String value) {
    xml.append("      <property")
        .append(attribute("name", name))
        .append(attribute("value", value))
        .append("/>\n");
  }

  private static void testcase(StringBuilder xml, Result result) {
    Judgement judgement = result.judgement();
    String reason = attribute("message", judgement.reason());
    String evidence = evidence(result);
    xml.append("    <testcase")
        .append(attribute("name", result.subject()))
        .append(attribute("classname", result.rule().policy() + "/" + result.rule().rule()))
        .append(attribute("time", Seconds.exact(result.observation().elapsed())))
        .append(">\n")
        .append(
            switch (judgement.verdict()) {
              case PASS -> "";
              case FAIL ->
                  "      <failure"
                      + reason
                      + attribute("type", result.observation().outcome().word())
                      + ">"
                      + evidence
                      + "</failure>\n";
              case UNTESTED -> "      <skipped" + reason + "/>\n";
            });
    if (judgement.verdict() != Verdict.FAIL) {
      xml.append("      <system-out>").append(evidence).append("</system-out>\n");
    }
    xml.append("    </testcase>\n");
  }

  private static String evidence(Result result) {
    return Fact.of(result).stream()
        .map(fact -> fact.name() + ": " + Markup.escape(fact.text()))
        .collect(Collectors.joining("\n"));
  }

  private static String attribute(String name, String value) {
    return " " + name + "=\"" + Markup.escape(value) + "\"";
  }
}
