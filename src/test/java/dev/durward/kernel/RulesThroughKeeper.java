package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict;
import dev.durward.plan.Desired;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Generated rule sets through a program that runs the host's firewall, one over the other: a plan
 * after each apply is empty, and new connections fare as {@code verdict(RuleSet, Flow)} and that
 * program's own rules say. Those silently drop what comes in but for one port, and let out all.
 */
final class RulesThroughKeeper {
  static final String POLICY = "generated";

  /** What an administrator has let in, from everywhere, in both protocols. */
  static final int LET_IN = 443;

  private static final int FLOWS = 40;
  private static final long QUICK = 250;
  private static final long PATIENT = 4_000;

  private final Lab lab;
  private final FirewallBackend backend;
  private final long seed;
  private final int mostLines;
  private final GeneratedRules generated;
  private final GeneratedFlows flows;

  /**
   * @param mostLines how many rules of the program's a set may come to
   */
  RulesThroughKeeper(Lab lab, FirewallBackend backend, long seed, int mostLines) {
    this.lab = lab;
    this.backend = backend;
    this.seed = seed;
    this.mostLines = mostLines;
    generated = new GeneratedRules(seed);
    flows = new GeneratedFlows(new Random(seed));
  }

  /** Applies so many, and looks at each. */
  void check(int sets) throws IOException, InterruptedException {
    try (EchoServers here = lab.everywhere(true, GeneratedRules.PORTS);
        EchoServers there = lab.everywhere(false, GeneratedRules.PORTS)) {
      assertNotNull(here);
      assertNotNull(there);
      for (int set = 0; set < sets; set++) {
        RuleSet rules = next();
        new Doorward(lab, backend).apply(rules);
        for (Direction direction : Direction.values()) {
          List<Flow> some = new ArrayList<>();
          while (some.size() < FLOWS / 2) {
            Flow flow = flows.next();
            if (flow.direction() == direction) {
              some.add(flow);
            }
          }
          for (Attempt attempt : dial(direction, some, QUICK)) {
            judge(rules, attempt);
          }
        }
      }
    }
  }

  /** A rule set that the keeper can say, in few enough of its rules. */
  private RuleSet next() throws IOException, InterruptedException {
    while (true) {
      RuleSet rules = generated.ruleSet(POLICY);
      Place place = new Place(POLICY, 1, 1, "");
      boolean said =
          backend.check(rules, (rule, key) -> place).stream().noneMatch(Diagnostic::isError);
      if (said) {
        Desired desired = new Desired(Set.of(POLICY), backend.realize(rules, Doorward.DAY), "gone");
        int lines = desired.rules().stream().mapToInt(rule -> rule.entries().size()).sum();
        if (lines <= mostLines && lab.host(() -> isFree(desired))) {
          return rules;
        }
      }
    }
  }

  /** Whether nothing about the host is in the way of it. */
  private boolean isFree(Desired desired) throws IOException {
    try {
      return !Planner.plan(desired, backend.snapshot()).isObstructed();
    } catch (FirewallException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private List<Attempt> dial(Direction direction, List<Flow> flows, long patience)
      throws IOException, InterruptedException {
    return direction == Direction.IN
        ? lab.neighbour(() -> Dialer.dial(flows, patience))
        : lab.host(() -> Dialer.dial(flows, patience));
  }

  private void judge(RuleSet rules, Attempt attempt) throws IOException, InterruptedException {
    Flow flow = attempt.flow();
    Seen expected = expected(rules, flow);
    Seen seen = attempt.seen();
    if (seen == Seen.SILENCE && expected != Seen.SILENCE) {
      seen = dial(flow.direction(), List.of(flows.again(flow)), PATIENT).get(0).seen();
    }
    assertEquals(
        expected, seen, "seed " + seed + ", " + flow + "\n" + GeneratedRules.describe(rules));
  }

  /** The host denies what comes in and allows what goes out, where no rule says otherwise. */
  private static Seen expected(RuleSet rules, Flow flow) {
    boolean letThrough = flow.direction() == Direction.OUT || flow.destinationPort() == LET_IN;
    Map<Verdict.Decision, Seen> told =
        Map.of(
            Verdict.Decision.BLOCKED, Seen.SILENCE,
            Verdict.Decision.REJECTED, Seen.REFUSED,
            Verdict.Decision.ALLOWED, Seen.ANSWERED,
            Verdict.Decision.UNDECIDED, letThrough ? Seen.ANSWERED : Seen.SILENCE);
    return told.get(rules.verdict(flow).decision());
  }
}
