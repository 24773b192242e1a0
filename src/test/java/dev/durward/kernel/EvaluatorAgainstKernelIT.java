package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Unwritten;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesBackend;
import java.io.IOException;
import java.time.LocalDate;
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

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void kernelAndModelAgree(String variant) throws Exception {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("evaluator against kernel, " + variant + ": -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    GeneratedRules generated = new GeneratedRules(seed);
    int packets;
    try (Lab lab = Lab.create(variant);
        GeneratedConnections connections = GeneratedConnections.open(lab, seed)) {
      for (int set = 0; set < RULE_SETS; set++) {
        if (set % 6 == 0) {
          nextHost(lab, random);
        }
        boolean inputDrops = lab.saved(Family.IPV4).stream().anyMatch(":INPUT DROP [0:0]"::equals);
        boolean outputDrops =
            lab.saved(Family.IPV4).stream().anyMatch(":OUTPUT DROP [0:0]"::equals);
        RuleSet rules = generated.whole("generated");
        lab.host(() -> apply(lab, rules));
        connections.compare(PACKETS, rules, inputDrops, outputDrops);
      }
      lab.host(() -> remove(lab));
      assertTrue(
          lab.saved(Family.IPV4).stream().noneMatch(line -> line.contains("DURWARD")),
          "nothing of Durward's is left");
      packets = connections.count();
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

  private static Plan apply(Lab lab, RuleSet rules) throws IOException {
    try {
      IptablesBackend backend = lab.backend();
      Desired desired =
          new Desired(
              Set.of("generated"), backend.realize(rules, LocalDate.of(2026, 6, 1)), "gone");
      Plan plan = Planner.plan(desired, backend.snapshot());
      ApplyResult result =
          new Applier(backend, new ProcessRunner(), new Unwritten()).apply(plan, desired);
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
}
