package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Judgement.Verdict;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the same probes saw before a change and after it.
 *
 * @param before on the host as it was, judged by the rules that the change brings
 * @param after on the host as changed
 * @param changed the rules that came with the change, or were rewritten by it
 */
public record Comparison(VerificationReport before, VerificationReport after, Set<Mark> changed) {
  private static final String TOO = "; it failed before the change too";

  public Comparison {
    changed = Set.copyOf(changed);
  }

  /** Where nothing was changed: whatever fails had failed before. */
  public static Comparison unchanged(VerificationReport seen) {
    return new Comparison(seen, seen, Set.of());
  }

  /**
   * What tells probes apart, whichever free address they came from.
   *
   * @param what where it went to and what it should find; of what has no probe, the subject
   */
  private record Key(Mark rule, String what) {
    static Key of(Result result) {
      return new Key(result.rule(), result.probe().map(Key::way).orElse(result.subject()));
    }

    private static String way(Probe probe) {
      return probe.expected().word()
          + " "
          + probe.transport().word()
          + " "
          + probe.target()
          + probe.networkInterface().map(name -> " by " + name).orElse("");
    }
  }

  /** Failures that speak against the change. */
  public List<Result> failures() {
    Set<Key> former = formerlyFailed();
    return failed(after).filter(result -> !isFormer(result, former)).toList();
  }

  /**
   * Failures that were there before it: the same probe failed, and the rules that decide about it
   * were on the host already. That a port was shut before its rule came says nothing.
   */
  public List<Result> formerFailures() {
    Set<Key> former = formerlyFailed();
    return failed(after).filter(result -> isFormer(result, former)).toList();
  }

  /** What was seen after the change; where that was to be seen before it as well, it is said. */
  public VerificationReport marked() {
    if (before.equals(after)) {
      return after;
    }
    Set<Key> former = formerlyFailed();
    return after.map(
        result ->
            result.judgement().verdict() == Verdict.FAIL && isFormer(result, former)
                ? result.judged(Judgement.fail(result.judgement().reason() + TOO))
                : result);
  }

  private boolean isFormer(Result failure, Set<Key> former) {
    boolean isNew =
        failure.probe().filter(p -> !Collections.disjoint(p.deciders(), changed)).isPresent();
    return !isNew && former.contains(Key.of(failure));
  }

  private Set<Key> formerlyFailed() {
    Set<Key> former = new HashSet<>();
    failed(before).forEach(result -> former.add(Key.of(result)));
    return former;
  }

  private static Stream<Result> failed(VerificationReport report) {
    return report.results().stream().filter(result -> result.judgement().verdict() == Verdict.FAIL);
  }
}
