package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.verification.Judgement.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a verification found.
 *
 * @param vantage the name of where the probes came from; see {@link #vantage(String)}
 * @param standpoint why from there, or what can be told from there, without a full stop
 * @param results of the probes in the order of the rules, then of what has none
 * @param lifetimes of the certificates that ports showed
 * @param notes on what did not go as wished, without full stops
 * @param elapsed how long it took
 * @param complete whether nothing interrupted it
 */
public record VerificationReport(
    String vantage,
    String standpoint,
    List<Result> results,
    List<Lifetime> lifetimes,
    List<String> notes,
    Duration elapsed,
    boolean complete) {
  /** The policy of results about what this host reaches: a name that no rule file can give one. */
  public static final String OUTBOUND = "(outbound)";

  /** The name of the host itself as a vantage, which outbound results always have. */
  public static final String SELF = "self";

  /** The standpoint of outbound results. */
  public static final String ITSELF = "this host opens the connections itself";

  public VerificationReport {
    results = List.copyOf(results);
    lifetimes = List.copyOf(lifetimes);
    notes = List.copyOf(notes);
  }

  /** One that nothing interrupted, in which no certificate was seen. */
  public VerificationReport(
      String vantage,
      String standpoint,
      List<Result> results,
      List<String> notes,
      Duration elapsed) {
    this(vantage, standpoint, results, List.of(), notes, elapsed, true);
  }

  /** The same with what was found of the services, the results of each rule together. */
  public VerificationReport with(ServiceFindings more) {
    Map<Mark, List<Result>> byRule = new LinkedHashMap<>();
    for (List<Result> some : List.of(results, more.results())) {
      some.forEach(
          each -> byRule.computeIfAbsent(each.rule(), rule -> new ArrayList<>()).add(each));
    }
    List<Result> all = byRule.values().stream().flatMap(List::stream).toList();
    List<Lifetime> certificates = new ArrayList<>(lifetimes);
    certificates.addAll(more.lifetimes());
    return new VerificationReport(vantage, standpoint, all, certificates, notes, elapsed, complete);
  }

  /** The same with each result replaced. */
  VerificationReport map(UnaryOperator<Result> change) {
    List<Result> all = results.stream().map(change).toList();
    return new VerificationReport(vantage, standpoint, all, lifetimes, notes, elapsed, complete);
  }

  /** The same with what another verification found after it. */
  public VerificationReport with(VerificationReport after) {
    VerificationReport all =
        with(new ServiceFindings(after.results, after.lifetimes)).noting(after.notes);
    return new VerificationReport(
        vantage,
        standpoint,
        all.results,
        all.lifetimes,
        all.notes,
        elapsed.plus(after.elapsed),
        complete && after.complete);
  }

  /** The same with more notes. */
  public VerificationReport noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new VerificationReport(vantage, standpoint, results, lifetimes, all, elapsed, complete);
  }

  /** The same, which was interrupted. */
  public VerificationReport brokenOff() {
    return new VerificationReport(vantage, standpoint, results, lifetimes, notes, elapsed, false);
  }

  /** The name of where the results of a policy were got from. */
  public String vantage(String policy) {
    return policy.equals(OUTBOUND) ? SELF : vantage;
  }

  /** How many results have a verdict. */
  public long count(Verdict verdict) {
    return results.stream().filter(each -> each.judgement().verdict() == verdict).count();
  }

  /** The same for each policy alone, in the order of their first results. */
  public Map<String, VerificationReport> byPolicy() {
    Map<String, List<Result>> split = new LinkedHashMap<>();
    for (Result result : results) {
      split.computeIfAbsent(result.rule().policy(), name -> new ArrayList<>()).add(result);
    }
    Map<String, VerificationReport> reports = new LinkedHashMap<>();
    split.forEach(
        (policy, some) ->
            reports.put(
                policy,
                new VerificationReport(
                    vantage(policy),
                    policy.equals(OUTBOUND) ? ITSELF : standpoint,
                    some,
                    lifetimesOf(policy),
                    notes,
                    elapsed,
                    complete)));
    return reports;
  }

  private List<Lifetime> lifetimesOf(String policy) {
    return lifetimes.stream().filter(each -> each.rule().policy().equals(policy)).toList();
  }

  /** How many probes could not be judged, those parts of rules left out that have no probe. */
  public long undecided() {
    return results.stream()
        .filter(each -> each.probe().isPresent())
        .filter(each -> each.judgement().verdict() == Verdict.UNTESTED)
        .count();
  }
}
