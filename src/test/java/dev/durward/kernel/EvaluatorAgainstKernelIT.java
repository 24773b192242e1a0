package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesBackend;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The oracle of the model against the kernel: for generated rule sets and connections, what is seen
 * is what {@code verdict(RuleSet, Flow)} and the host's policies say, with no exception. The rule
 * sets are applied one over the other, so that each transition is tried as well.
 */
class EvaluatorAgainstKernelIT {
  private static final int RULE_SETS = 60;
  private static final int PACKETS = 24;

  /** Silence is judged quickly first, and again with patience where it was not expected. */
  private static final long QUICK = 250;

  private static final long PATIENT = 4_000;

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void kernelAndModelAgree(String variant) throws Exception {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("evaluator against kernel, " + variant + ": -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    GeneratedRules generated = new GeneratedRules(seed);
    GeneratedFlows generatedFlows = new GeneratedFlows(random);
    int packets = 0;
    try (Lab lab = Lab.create(variant);
        EchoServers here = lab.host(() -> EchoServers.open(addresses(true), GeneratedRules.PORTS));
        EchoServers there =
            lab.neighbour(() -> EchoServers.open(addresses(false), GeneratedRules.PORTS))) {
      assertTrue(here != there);
      for (int set = 0; set < RULE_SETS; set++) {
        if (set % 6 == 0) {
          nextHost(lab, random);
        }
        boolean inputDrops = lab.saved(Family.IPV4).stream().anyMatch(":INPUT DROP [0:0]"::equals);
        boolean outputDrops =
            lab.saved(Family.IPV4).stream().anyMatch(":OUTPUT DROP [0:0]"::equals);
        RuleSet rules = generated.ruleSet("generated");
        lab.host(() -> apply(lab, rules));
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
          flows.add(generatedFlows.next());
        }
        for (Direction direction : Direction.values()) {
          List<Flow> some = flows.stream().filter(f -> f.direction() == direction).toList();
          for (Attempt attempt : dial(lab, direction, some, QUICK)) {
            judge(lab, rules, attempt, inputDrops, outputDrops, generatedFlows, seed);
            packets++;
          }
        }
      }
      lab.host(() -> remove(lab));
      assertTrue(
          lab.saved(Family.IPV4).stream().noneMatch(line -> line.contains("DURWARD")),
          "nothing of Durward's is left");
    }
    System.out.println(
        "evaluator against kernel, "
            + variant
            + ": "
            + packets
            + " connections over "
            + RULE_SETS
            + " rule sets, all as the model says");
  }

  /** Other policies, which stand for everything that no rule speaks about. */
  private static void nextHost(Lab lab, Random random) throws Exception {
    String input = random.nextBoolean() ? "DROP" : "ACCEPT";
    String output = random.nextInt(3) == 0 ? "DROP" : "ACCEPT";
    for (Family family : Family.values()) {
      lab.onHost(lab.program(family), "-P", "INPUT", input);
      lab.onHost(lab.program(family), "-P", "OUTPUT", output);
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

  private static Plan apply(Lab lab, RuleSet rules) throws IOException {
    try {
      IptablesBackend backend = lab.backend();
      Desired desired =
          new Desired(
              Set.of("generated"), backend.realize(rules, LocalDate.of(2026, 6, 1)), "gone");
      Plan plan = Planner.plan(desired, backend.snapshot());
      ApplyResult result = new Applier(backend, new ProcessRunner()).apply(plan, desired);
      assertInstanceOf(ApplyResult.Applied.class, result, result.toString());
      Plan again = Planner.plan(desired, backend.snapshot());
      assertTrue(again.isEmpty(), "a plan right after an apply is empty: " + again);
      return again;
    } catch (FirewallException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Plan remove(Lab lab) throws IOException {
    return apply(lab, new RuleSet("generated", List.of()));
  }

  private static List<Attempt> dial(Lab lab, Direction direction, List<Flow> flows, long patience)
      throws IOException, InterruptedException {
    return direction == Direction.IN
        ? lab.neighbour(() -> Dialer.dial(flows, patience))
        : lab.host(() -> Dialer.dial(flows, patience));
  }

  private static void judge(
      Lab lab,
      RuleSet rules,
      Attempt attempt,
      boolean inputDrops,
      boolean outputDrops,
      GeneratedFlows generatedFlows,
      long seed)
      throws Exception {
    Flow flow = attempt.flow();
    Seen expected = expected(rules, flow, inputDrops, outputDrops);
    Seen seen = attempt.seen();
    if (seen == Seen.SILENCE && expected != Seen.SILENCE) {
      Flow again = generatedFlows.again(flow);
      seen = dial(lab, flow.direction(), List.of(again), PATIENT).get(0).seen();
    }
    Seen last = seen;
    assertEquals(
        expected,
        last,
        () ->
            "seed "
                + seed
                + ", "
                + flow
                + "\n  INPUT drops: "
                + inputDrops
                + ", OUTPUT drops: "
                + outputDrops
                + "\n"
                + GeneratedRules.describe(rules));
  }

  /** What the side that opens the connection must see. */
  private static Seen expected(
      RuleSet rules, Flow opening, boolean inputDrops, boolean outputDrops) {
    boolean inbound = opening.direction() == Direction.IN;
    boolean hereDrops = inbound ? inputDrops : outputDrops;
    boolean backDrops = inbound ? outputDrops : inputDrops;
    Decision decision = rules.verdict(opening).decision();
    Decision replies = rules.verdict(reply(opening)).decision();
    boolean repliesPass = replies == Decision.ALLOWED || !backDrops;
    return switch (decision) {
      case BLOCKED -> Seen.SILENCE;
      // The answer of a reject leaves by OUTPUT as a part of the connection: a reset (TCP) where
      // its replies pass, an ICMP error where the policy or an allow of any protocol lets it. One
      // to this host itself crosses
      // loopback, which the policy of INPUT rules as well.
      case REJECTED -> rejectIsSeen(rules, opening, repliesPass, inputDrops, outputDrops);
      case ALLOWED -> repliesPass ? Seen.ANSWERED : Seen.SILENCE;
      case UNDECIDED -> !hereDrops && repliesPass ? Seen.ANSWERED : Seen.SILENCE;
    };
  }

  private static Seen rejectIsSeen(
      RuleSet rules, Flow opening, boolean repliesPass, boolean inputDrops, boolean outputDrops) {
    boolean seen;
    if (opening.direction() == Direction.OUT) {
      seen = !inputDrops && !outputDrops;
    } else {
      boolean errorPasses =
          !outputDrops || rules.verdict(error(opening)).decision() == Decision.ALLOWED;
      seen = opening.protocol() == 6 ? repliesPass : errorPasses;
    }
    return seen ? Seen.REFUSED : Seen.SILENCE;
  }

  private static Flow reply(Flow opening) {
    return reply(opening, opening.protocol());
  }

  /** The ICMP error about a packet, which conntrack counts among its replies. */
  private static Flow error(Flow opening) {
    return reply(opening, opening.family() == Family.IPV4 ? 1 : 58);
  }

  private static Flow reply(Flow opening, int protocol) {
    return new Flow(
        opening.direction(),
        protocol,
        opening.local(),
        opening.remote(),
        opening.sourcePort(),
        opening.destinationPort(),
        opening.networkInterface(),
        Leg.REPLY,
        opening.user());
  }
}
