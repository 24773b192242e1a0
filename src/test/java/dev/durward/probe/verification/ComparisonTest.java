package dev.durward.probe.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Judgement.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Mark RULE = Mark.of("web", "https");
  private static final Mark OTHER = Mark.of("base", "all");

  private static VerificationReport report(Result... results) {
    return new VerificationReport(
        "netns", "as asked for", List.of(results), List.of(), Duration.ZERO);
  }

  private static Result probed(Verdict verdict, Mark decider, String from) {
    Probe probe =
        new Probe(
            RULE,
            Set.of(decider),
            Expected.OPEN,
            Transport.TCP,
            new Endpoint(IpAddress.parse("192.0.2.5").orElseThrow(), 443),
            new Endpoint(IpAddress.parse(from).orElseThrow(), 0),
            Optional.empty(),
            false);
    return Result.of(probe, Observation.untested("-"), new Judgement(verdict, "so"), Set.of());
  }

  private static Result served(Verdict verdict, String subject) {
    return new Result(
        RULE, subject, Optional.empty(), Observation.untested("-"), new Judgement(verdict, "so"));
  }

  @ParameterizedTest
  @CsvSource({
    // before, after, whether the deciding rule was changed; failures, former failures
    "PASS, PASS, false, 0, 0",
    "FAIL, PASS, false, 0, 0",
    "PASS, FAIL, false, 1, 0",
    "UNTESTED, FAIL, false, 1, 0",
    "FAIL, FAIL, false, 0, 1",
    "FAIL, FAIL, true, 1, 0",
    "PASS, FAIL, true, 1, 0",
    "FAIL, UNTESTED, false, 0, 0",
  })
  void onlyWhatTheSameRulesFailedBeforeIsFormer(
      Verdict before, Verdict after, boolean changed, int failures, int former) {
    Comparison compared =
        new Comparison(
            report(probed(before, OTHER, "198.18.83.1")),
            report(probed(after, OTHER, "198.18.83.2")),
            changed ? Set.of(OTHER) : Set.of(RULE));
    assertEquals(failures, compared.failures().size());
    assertEquals(former, compared.formerFailures().size());
  }

  @Test
  void findingsAboutServicesAreComparedByTheirSubject() {
    Comparison compared =
        new Comparison(
            report(
                served(Verdict.FAIL, "cert-expiry at 192.0.2.5:443"),
                served(Verdict.UNTESTED, "tls at 192.0.2.5:8443")),
            report(
                served(Verdict.FAIL, "cert-expiry at 192.0.2.5:443"),
                served(Verdict.FAIL, "tls at 192.0.2.5:8443")),
            Set.of(RULE));
    assertEquals("tls at 192.0.2.5:8443", compared.failures().get(0).subject());
    assertEquals("cert-expiry at 192.0.2.5:443", compared.formerFailures().get(0).subject());
    assertEquals(
        List.of("so; it failed before the change too", "so"),
        compared.marked().results().stream().map(each -> each.judgement().reason()).toList());
  }

  @Test
  void whereNothingWasChangedEveryFailureIsFormer() {
    VerificationReport seen = report(probed(Verdict.FAIL, RULE, "198.18.83.1"));
    assertEquals(List.of(), Comparison.unchanged(seen).failures());
    assertEquals(seen, Comparison.unchanged(seen).marked());
  }
}
