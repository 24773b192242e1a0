package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict;
import dev.durward.plan.Desired;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.ufw.UfwBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated rule sets through ufw, one over the other: a plan after each apply is empty, new
 * connections fare as {@code verdict(RuleSet, Flow)} and ufw's own rules say, and in the end ufw
 * has what it had.
 */
class GeneratedRulesByUfwIT {
  /** ufw takes a third of a second for a command. */
  private static final int RULE_SETS = 5;

  private static final int MOST_LINES = 14;
  private static final int FLOWS = 40;

  /** What an administrator has let in, from everywhere, in both protocols. */
  private static final int LET_IN = 443;

  private static final long QUICK = 250;
  private static final long PATIENT = 4_000;

  @TempDir private Path folder;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void kernelAndModelAgree(String variant) throws Exception {
    System.out.println("rules by ufw, " + variant + ": -Ddurward.seed=" + seed);
    GeneratedRules generated = new GeneratedRules(seed);
    GeneratedFlows flows = new GeneratedFlows(new Random(seed));
    try (Lab lab = Lab.create(variant);
        EchoServers here = lab.host(() -> EchoServers.open(addresses(true), GeneratedRules.PORTS));
        EchoServers there =
            lab.neighbour(() -> EchoServers.open(addresses(false), GeneratedRules.PORTS))) {
      assertNotNull(here);
      assertNotNull(there);
      Ufw ufw = Ufw.in(lab, variant, folder);
      ufw.run("allow", "22/tcp");
      ufw.run("allow", Integer.toString(LET_IN));
      ufw.run("deny", "23/tcp");
      ufw.run("--force", "enable");
      Doorward durward = new Doorward(lab, ufw.backend());
      List<Object> before = all(ufw, durward);
      for (int set = 0; set < RULE_SETS; set++) {
        RuleSet rules = next(lab, ufw.backend(), generated);
        durward.apply(rules);
        for (Direction direction : Direction.values()) {
          List<Flow> some = new ArrayList<>();
          while (some.size() < FLOWS / 2) {
            Flow flow = flows.next();
            if (flow.direction() == direction) {
              some.add(flow);
            }
          }
          for (Attempt attempt : dial(lab, direction, some, QUICK)) {
            judge(lab, rules, attempt, flows);
          }
        }
      }
      durward.remove("generated");
      assertEquals(before, all(ufw, durward), "seed " + seed);
    }
  }

  private static List<Object> all(Ufw ufw, Doorward durward)
      throws IOException, InterruptedException {
    return List.of(ufw.kept(Family.IPV4), ufw.kept(Family.IPV6), durward.saved());
  }

  /** A rule set that ufw can say, in few enough commands. */
  private static RuleSet next(Lab lab, UfwBackend backend, GeneratedRules generated)
      throws IOException, InterruptedException {
    while (true) {
      RuleSet rules = generated.ruleSet("generated");
      Place place = new Place("generated", 1, 1, "");
      boolean said =
          backend.check(rules, (rule, key) -> place).stream().noneMatch(Diagnostic::isError);
      if (said) {
        Desired desired =
            new Desired(Set.of("generated"), backend.realize(rules, Doorward.DAY), "gone");
        int lines = desired.rules().stream().mapToInt(rule -> rule.entries().size()).sum();
        if (lines <= MOST_LINES && lab.host(() -> isFree(backend, desired))) {
          return rules;
        }
      }
    }
  }

  /** Whether nothing about the host is in the way of it. */
  private static boolean isFree(UfwBackend backend, Desired desired) throws IOException {
    try {
      return !Planner.plan(desired, backend.snapshot()).isObstructed();
    } catch (FirewallException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static List<String> addresses(boolean host) {
    List<String> all = new ArrayList<>();
    for (Family family : Family.values()) {
      for (int cable = 0; cable < Lab.CABLES; cable++) {
        int count = host ? Lab.HOST_ADDRESSES : Lab.NEIGHBOUR_ADDRESSES;
        for (int i = 0; i < count; i++) {
          all.add(
              host ? Lab.hostAddress(family, cable, i) : Lab.neighbourAddress(family, cable, i));
        }
      }
    }
    return all;
  }

  private static List<Attempt> dial(Lab lab, Direction direction, List<Flow> flows, long patience)
      throws IOException, InterruptedException {
    return direction == Direction.IN
        ? lab.neighbour(() -> Dialer.dial(flows, patience))
        : lab.host(() -> Dialer.dial(flows, patience));
  }

  private void judge(Lab lab, RuleSet rules, Attempt attempt, GeneratedFlows flows)
      throws IOException, InterruptedException {
    Flow flow = attempt.flow();
    Seen expected = expected(rules, flow);
    Seen seen = attempt.seen();
    if (seen == Seen.SILENCE && expected != Seen.SILENCE) {
      seen = dial(lab, flow.direction(), List.of(flows.again(flow)), PATIENT).get(0).seen();
    }
    assertEquals(
        expected, seen, "seed " + seed + ", " + flow + "\n" + GeneratedRules.describe(rules));
  }

  /** ufw denies what comes in and allows what goes out, where no rule says otherwise. */
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
