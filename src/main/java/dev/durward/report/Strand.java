package dev.durward.report;

import dev.durward.probe.verification.Aspect;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Results that are told in one place, since they follow from one thing: adjacent ports that say the
 * same, or a great many scattered ones, and what of the service behind a port can't be tested for
 * one reason, as when no TLS is spoken there. None is left out.
 *
 * @param results one, or several: a {@link Run}, or of one rule, port and verdict
 */
record Strand(List<Result> results) {
  /** So many runs that say the same are still read, each by itself. */
  private static final int READABLE = 16;

  Strand {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a strand of nothing");
    }
  }

  /** Brings together what is untested for one reason, there where the first of it stands. */
  static List<Strand> byCause(List<Result> results) {
    return of(results, result -> result.judgement().verdict() == Verdict.UNTESTED);
  }

  /** Brings together what passed, too. */
  static List<Strand> byVerdict(List<Result> results) {
    return of(results, result -> result.judgement().verdict() != Verdict.FAIL);
  }

  private static List<Strand> of(List<Result> results, Predicate<Result> together) {
    Map<Object, List<Result>> strands = new LinkedHashMap<>();
    Object key = results;
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      if (result.aspect().isPresent() && together.test(result)) {
        key = key(result);
      } else if (i == 0 || !Run.continues(results.get(i - 1), result)) {
        key = i;
      }
      strands.computeIfAbsent(key, none -> new ArrayList<>()).add(result);
    }
    return readable(strands.values());
  }

  /** Runs that say the same, if they are too many to be read, are brought together. */
  private static List<Strand> readable(Collection<List<Result>> strands) {
    Map<Likeness, Integer> counts = new HashMap<>();
    for (List<Result> strand : strands) {
      Likeness.of(strand.get(0)).ifPresent(like -> counts.merge(like, 1, Integer::sum));
    }
    counts.values().removeIf(count -> count <= READABLE);
    Map<Object, List<Result>> fewer = new LinkedHashMap<>();
    for (List<Result> strand : strands) {
      Optional<Likeness> scattered = Likeness.of(strand.get(0)).filter(counts::containsKey);
      Object key = scattered.isPresent() ? scattered.get() : fewer.size();
      fewer.computeIfAbsent(key, none -> new ArrayList<>()).addAll(strand);
    }
    return fewer.values().stream().map(Strand::new).toList();
  }

  private static List<Object> key(Result result) {
    Verdict verdict = result.judgement().verdict();
    String reason = verdict == Verdict.UNTESTED ? result.judgement().reason() : "";
    return List.of(result.rule(), result.aspect().map(Aspect::target), verdict, reason);
  }

  /** What stands for all of them, as far as they have it in common. */
  Result first() {
    return results.get(0);
  }

  boolean isSingle() {
    return results.size() == 1;
  }

  /** What they are about: {@code cert-trust, cert-key at 192.0.2.1:443}. */
  String subject() {
    return first().aspect().isEmpty() || isSingle()
        ? new Run(results).subject()
        : checks() + " at " + first().aspect().orElseThrow().target();
  }

  private String checks() {
    Function<Result, String> check = result -> result.aspect().map(Aspect::check).orElse("");
    return results.stream().map(check).collect(Collectors.joining(", "));
  }

  /** The evidence for all of them. */
  List<Fact> facts() {
    return first().aspect().isEmpty() || isSingle()
        ? Fact.of(new Run(results))
        : results.stream().map(Fact::inOneLine).toList();
  }
}
