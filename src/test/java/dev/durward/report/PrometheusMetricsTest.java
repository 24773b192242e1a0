package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.plan.Mark;
import dev.durward.probe.Expected;
import dev.durward.probe.Outcome;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusMetricsTest {
  private static final String SUCCESS = "durward_verify_last_success_timestamp_seconds";

  private static String text(VerificationReport report, String former) {
    return new PrometheusMetrics(report, Verifications.OCCASION).text(former);
  }

  private static Result https(Outcome outcome, Verdict verdict) {
    return Verifications.probed(
        new Mark("web", "HTTPS"),
        Transport.TCP,
        "192.0.2.1 443",
        Expected.OPEN,
        outcome,
        new Judgement(verdict, "for a test"));
  }

  @Test
  void namesAndLabelsAreWhatDashboardsAreBuiltOn() {
    String expected =
        """
        # HELP durward_probe_success Whether the port is as the rule file says; \
        0 also if that could not be told.
        # TYPE durward_probe_success gauge
        durward_probe_success{HTTPS} 1
        durward_probe_success{NASTY} 0
        # HELP durward_probe_tested Whether the probe could tell; if not, \
        durward_probe_success proves nothing.
        # TYPE durward_probe_tested gauge
        durward_probe_tested{HTTPS} 1
        durward_probe_tested{NASTY} 1
        # HELP durward_probe_duration_seconds From the first packet to the conclusion; \
        absent if none was sent.
        # TYPE durward_probe_duration_seconds gauge
        durward_probe_duration_seconds{HTTPS} 0.004
        durward_probe_duration_seconds{NASTY} 2.003
        # HELP durward_verify_results How many results have a verdict, \
        parts of rules included that have no probe.
        # TYPE durward_verify_results gauge
        durward_verify_results{policy="web",vantage="netns",verdict="passed"} 1
        durward_verify_results{policy="web",vantage="netns",verdict="failed"} 1
        durward_verify_results{policy="web",vantage="netns",verdict="untested"} 1
        # HELP durward_verify_last_run_timestamp_seconds When the policy was last verified.
        # TYPE durward_verify_last_run_timestamp_seconds gauge
        durward_verify_last_run_timestamp_seconds{policy="web",vantage="netns"} 1780306205
        """
            .replace(
                "HTTPS",
                "policy=\"web\",rule=\"HTTPS\",family=\"ipv4\",protocol=\"tcp\",port=\"443\","
                    + "vantage=\"netns\"")
            .replace(
                "NASTY",
                "policy=\"web\",rule=\"A <b> & \\\"c\\\" \\\\ 'd'\",family=\"ipv6\","
                    + "protocol=\"tcp\",port=\"8443\",vantage=\"netns\"");
    assertEquals(expected, text(Verifications.small(), ""));
  }

  @Test
  void keepsWhenAPolicyLastPassed() {
    String series = SUCCESS + "{policy=\"web\",vantage=\"netns\"} ";
    String passed = text(Verifications.report(List.of(https(Outcome.OPEN, Verdict.PASS))), "");
    assertTrue(passed.endsWith(series + "1780306205\n"), passed);
    VerificationReport bad = Verifications.report(List.of(https(Outcome.FILTERED, Verdict.FAIL)));
    Occasion later = new Occasion("web-1", Instant.parse("2026-06-02T00:00:00Z"));
    String failed = new PrometheusMetrics(bad, later).text(passed);
    assertTrue(failed.endsWith(series + "1780306205\n"), failed);
    assertTrue(failed.contains("last_run_timestamp_seconds{policy=\"web\",vantage=\"netns\"} 178"));
    String again = new PrometheusMetrics(bad, later).text(failed);
    assertEquals(failed, again);
    assertFalse(text(bad, "").contains(SUCCESS));
    assertFalse(
        text(bad, series + "1e9\n" + series.replace("web", "dns") + "7\n").contains(SUCCESS));
  }

  @Test
  void untestedIsNoSuccess() {
    VerificationReport report =
        Verifications.report(List.of(https(Outcome.LISTENING, Verdict.UNTESTED)));
    Map<String, String> series = PrometheusText.parse(text(report, ""));
    assertEquals("0", value(series, "durward_probe_success{"));
    assertEquals("0", value(series, "durward_probe_tested{"));
    assertTrue(series.keySet().stream().noneMatch(name -> name.startsWith(SUCCESS)));
    assertTrue(series.keySet().stream().noneMatch(name -> name.contains("duration")));
  }

  private static String value(Map<String, String> series, String start) {
    return series.entrySet().stream()
        .filter(one -> one.getKey().startsWith(start))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void resultsThatLabelsDoNotTellApartAreOneSeries() {
    Result good = https(Outcome.OPEN, Verdict.PASS);
    Result bad = https(Outcome.FILTERED, Verdict.FAIL);
    for (List<Result> order : List.of(List.of(good, bad), List.of(bad, good))) {
      String text = text(Verifications.report(order), "");
      Map<String, String> series = PrometheusText.parse(text);
      assertEquals("0", value(series, "durward_probe_success{"));
      assertEquals("2.003", value(series, "durward_probe_duration_seconds{"));
    }
  }

  @Test
  void theCertificateThatEndsFirstCounts() {
    Map<String, String> series = PrometheusText.parse(text(Verifications.services(), ""));
    String end = String.valueOf(Instant.parse("2026-06-10T00:00:00Z").getEpochSecond());
    String port = "policy=web-server|rule=Web|family=ipv4|protocol=tcp|port=443|vantage=netns|";
    assertEquals(end, series.get("durward_probe_ssl_earliest_cert_expiry{" + port + "}"));
    assertTrue(series.keySet().stream().noneMatch(name -> name.startsWith(SUCCESS)));
  }

  @Test
  void nothingVerifiedIsAnEmptyFile() {
    VerificationReport none =
        new VerificationReport("self", "as asked for", List.of(), List.of(), Duration.ZERO);
    assertEquals("", text(none, ""));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyNameIsReadBackAsItWas(long seed) {
    VerificationReport report = Verifications.nasty(seed);
    Mark rule = report.results().get(0).rule();
    Map<String, String> series = PrometheusText.parse(text(report, ""));
    assertTrue(
        series.containsKey(
            "durward_probe_success{policy="
                + rule.policy()
                + "|rule="
                + rule.rule()
                + "|family=ipv4|protocol=tcp|port=443|vantage=netns|}"),
        series.toString());
  }
}
