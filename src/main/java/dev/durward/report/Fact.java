package dev.durward.report;

import dev.durward.plan.Mark;
import dev.durward.probe.Observation;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Aspect;
import dev.durward.probe.verification.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of the evidence for a result.
 *
 * @param name what it is about, in a word or two
 * @param text what is known of that
 */
record Fact(String name, String text) {
  /** All that is known of a result: what was predicted, and what was seen. */
  static List<Fact> of(Result result) {
    return result.aspect().map(aspect -> of(result, aspect)).orElseGet(() -> ofPort(result));
  }

  private static List<Fact> of(Result result, Aspect aspect) {
    List<Fact> facts = new ArrayList<>();
    Observation seen = result.observation();
    facts.add(new Fact("found", result.judgement().reason()));
    if (!seen.reason().equals(result.judgement().reason())) {
      facts.add(new Fact("seen", seen.reason()));
    }
    facts.add(new Fact("check", aspect.toString()));
    if (seen.attempts() > 0) {
      // Of all checks at that port together.
      facts.add(new Fact("took", seen.elapsed().toMillis() + " ms"));
    }
    return facts;
  }

  private static List<Fact> ofPort(Result result) {
    List<Fact> facts = new ArrayList<>();
    result.probe().ifPresent(probe -> facts.add(new Fact("meant to be", probe.expected().word())));
    if (!result.predicted().word().isEmpty()) {
      facts.add(new Fact("predicted", result.predicted().word()));
    }
    Observation seen = result.observation();
    String reason = seen.reason();
    String outcome = seen.outcome().word();
    facts.add(new Fact("seen", reason.equals(outcome) ? outcome : outcome + ": " + reason));
    if (!result.judgement().reason().equals(reason)) {
      facts.add(new Fact("which means", result.judgement().reason()));
    }
    facts.add(new Fact(result.probe().isPresent() ? "probe" : "part", result.subject()));
    result.probe().ifPresent(probe -> facts.addAll(others(result, probe)));
    if (!result.counted().isEmpty()) {
      facts.add(new Fact("counted by", names(result.counted())));
    }
    if (seen.attempts() > 0) {
      String sent = seen.attempts() == 1 ? " (sent once)" : " (sent " + seen.attempts() + " times)";
      facts.add(new Fact("took", seen.elapsed().toMillis() + " ms" + sent));
    }
    return facts;
  }

  /** All that is known of a result about a service, in one line. */
  static Fact inOneLine(Result result) {
    String reason = result.judgement().reason();
    String seen = result.observation().reason();
    String check = result.aspect().map(Aspect::check).orElse("");
    return new Fact(check, seen.equals(reason) ? reason : reason + " (" + seen + ")");
  }

  /** The same of a run, with all its ports and the longest of its times. */
  static List<Fact> of(Run run) {
    List<Fact> facts = new ArrayList<>(of(run.slowest()));
    if (run.results().size() > 1) {
      facts.replaceAll(
          fact ->
              switch (fact.name()) {
                case "probe" -> new Fact("probes", run.subject());
                case "took" -> new Fact("took", "at most " + fact.text());
                default -> fact;
              });
    }
    return facts;
  }

  /** Which rules decide, where the result's own does not do so alone. */
  private static List<Fact> others(Result result, Probe probe) {
    if (probe.deciders().equals(Set.of(result.rule()))) {
      return List.of();
    }
    return List.of(new Fact("decided by", names(probe.deciders())));
  }

  /** Rules with their policies, one behind the other. */
  static String names(Set<Mark> rules) {
    return rules.stream()
        .map(mark -> mark.policy() + "/" + mark.rule())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
