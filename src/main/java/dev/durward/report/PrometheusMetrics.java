package dev.durward.report;

import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Lifetime;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a verification found, in Prometheus' text format 0.0.4, for the textfile collector of
 * node_exporter. Names follow blackbox_exporter. Each series names its policy, since the collector
 * takes files of several runs together and refuses a series that stands in two of them.
 *
 * @param report the findings
 * @param occasion where and when they were made
 */
public record PrometheusMetrics(VerificationReport report, Occasion occasion) {
  private static final String LAST_SUCCESS = "durward_verify_last_success_timestamp_seconds";
  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,19}");

  /** One labelled value. */
  private record Sample(String labels, String value) {}

  /**
   * The text, each line ended.
   *
   * @param former what the file held before: a policy that has not passed keeps from there when it
   *     last did
   */
  public String text(String former) {
    Map<String, List<Result>> probes = probes();
    StringBuilder text = new StringBuilder();
    family(
        text,
        "durward_probe_success",
        "Whether the port is as the rule file says; 0 also if that could not be told.",
        each(probes, results -> Optional.of(flag(all(results, Verdict.PASS)))));
    family(
        text,
        "durward_probe_tested",
        "Whether the probe could tell; if not, durward_probe_success proves nothing.",
        each(probes, results -> Optional.of(flag(!any(results, Verdict.UNTESTED)))));
    family(
        text,
        "durward_probe_duration_seconds",
        "From the first packet to the conclusion; absent if none was sent.",
        each(probes, PrometheusMetrics::slowest));
    family(
        text,
        "durward_probe_ssl_earliest_cert_expiry",
        "When the first certificate of the chain ends, in Unix time; absent if none was shown.",
        expiries());
    family(
        text,
        "durward_verify_results",
        "How many results have a verdict, parts of rules included that have no probe.",
        verdicts());
    family(
        text,
        "durward_verify_last_run_timestamp_seconds",
        "When the policy was last verified.",
        lastRuns());
    family(
        text,
        LAST_SUCCESS,
        "When all results of the policy last passed; absent if they never did.",
        lastSuccesses(former));
    return text.toString();
  }

  /** Results that the labels don't tell apart (by interface, by address) are one. */
  private Map<String, List<Result>> probes() {
    Map<String, List<Result>> probes = new LinkedHashMap<>();
    for (Result result : report.results()) {
      result
          .probe()
          .map(probe -> labels(result.rule(), probe.transport(), probe.target()))
          .ifPresent(
              labels -> probes.computeIfAbsent(labels, none -> new ArrayList<>()).add(result));
    }
    return probes;
  }

  private static List<Sample> each(
      Map<String, List<Result>> probes, Function<List<Result>, Optional<String>> value) {
    List<Sample> samples = new ArrayList<>();
    probes.forEach(
        (labels, results) ->
            value.apply(results).ifPresent(known -> samples.add(new Sample(labels, known))));
    return samples;
  }

  private static Optional<String> slowest(List<Result> results) {
    return results.stream()
        .map(Result::observation)
        .filter(seen -> seen.attempts() > 0)
        .map(Observation::elapsed)
        .max(Comparator.<Duration>naturalOrder())
        .map(Seconds::exact);
  }

  /** With the labels of the port's other series. */
  private List<Sample> expiries() {
    Map<String, Instant> first = new LinkedHashMap<>();
    for (Lifetime each : report.lifetimes()) {
      first.merge(
          labels(each.rule(), Transport.TCP, each.target()),
          each.notAfter(),
          (one, other) -> one.isBefore(other) ? one : other);
    }
    List<Sample> samples = new ArrayList<>();
    first.forEach(
        (labels, end) -> samples.add(new Sample(labels, String.valueOf(end.getEpochSecond()))));
    return samples;
  }

  private List<Sample> verdicts() {
    List<Sample> samples = new ArrayList<>();
    report
        .byPolicy()
        .forEach(
            (policy, part) -> {
              for (Verdict verdict : Verdict.values()) {
                String labels =
                    labels(
                        "policy",
                        policy,
                        "vantage",
                        report.vantage(policy),
                        "verdict",
                        verdict.word());
                samples.add(new Sample(labels, String.valueOf(part.count(verdict))));
              }
            });
    return samples;
  }

  private List<Sample> lastRuns() {
    List<Sample> samples = new ArrayList<>();
    report.byPolicy().keySet().forEach(policy -> samples.add(new Sample(labels(policy), now())));
    return samples;
  }

  private List<Sample> lastSuccesses(String former) {
    List<Sample> samples = new ArrayList<>();
    report
        .byPolicy()
        .forEach(
            (policy, part) -> {
              Optional<String> when =
                  part.count(Verdict.PASS) == part.results().size()
                      ? Optional.of(now())
                      : former(former, LAST_SUCCESS + labels(policy));
              when.ifPresent(known -> samples.add(new Sample(labels(policy), known)));
            });
    return samples;
  }

  private static Optional<String> former(String text, String series) {
    return text.lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> line.substring(series.length() + 1))
        .filter(value -> TIMESTAMP.matcher(value).matches())
        .findFirst();
  }

  private static void family(StringBuilder text, String name, String help, List<Sample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    for (Sample sample : samples) {
      text.append(name).append(sample.labels()).append(' ').append(sample.value()).append('\n');
    }
  }

  private String labels(Mark rule, Transport transport, Endpoint target) {
    return labels(
        "policy",
        rule.policy(),
        "rule",
        rule.rule(),
        "family",
        target.address().family().word(),
        "protocol",
        transport.word(),
        "port",
        String.valueOf(target.port()),
        "vantage",
        report.vantage(rule.policy()));
  }

  private String labels(String policy) {
    return labels("policy", policy, "vantage", report.vantage(policy));
  }

  private static String labels(String... namesAndValues) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.add(namesAndValues[i] + "=\"" + escape(namesAndValues[i + 1]) + "\"");
    }
    return "{" + String.join(",", labels) + "}";
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static boolean all(List<Result> results, Verdict verdict) {
    return results.stream().allMatch(result -> result.judgement().verdict() == verdict);
  }

  private static boolean any(List<Result> results, Verdict verdict) {
    return results.stream().anyMatch(result -> result.judgement().verdict() == verdict);
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }

  private String now() {
    return String.valueOf(occasion.end().getEpochSecond());
  }
}
