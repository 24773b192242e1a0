package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.RuleSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Generated rule sets in nft's own tables, one over the other, on hosts of several shapes: a plan
 * after each apply is empty, connections fare as {@code verdict(RuleSet, Flow)} and the host's own
 * chains say, and in the end those are as they were.
 */
class GeneratedRulesByNftablesIT {
  private static final int HOSTS = 8;
  private static final int RULE_SETS = 5;
  private static final int CONNECTIONS = 24;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void kernelAndModelAgree() throws Exception {
    System.out.println("rules in nft's tables: -Ddurward.seed=" + seed);
    GeneratedRules generated = new GeneratedRules(seed);
    int count;
    try (Lab lab = Lab.create("nft");
        GeneratedConnections connections = GeneratedConnections.open(lab, seed)) {
      Nft nft = new Nft(lab);
      Doorward durward = new Doorward(lab, nft.backend());
      for (int host = 0; host < HOSTS; host++) {
        boolean inputDrops = random.nextInt(4) > 0;
        boolean outputDrops = random.nextInt(3) == 0;
        nft.run("flush ruleset\n" + chain("input", inputDrops) + chain("output", outputDrops));
        String before = nft.listed();
        for (int set = 0; set < RULE_SETS; set++) {
          RuleSet rules = generated.ruleSet("generated");
          durward.apply(rules);
          assertEquals(before, nft.foreign(), "seed " + seed);
          connections.compare(CONNECTIONS, rules, inputDrops, outputDrops);
        }
        durward.remove("generated");
        assertEquals(before, nft.listed(), "seed " + seed);
      }
      count = connections.count();
    }
    System.out.println(
        "rules in nft's tables: "
            + count
            + " connections over "
            + HOSTS * RULE_SETS
            + " rule sets, all as the model says");
  }

  /** Everything is dropped, or nothing: in a table of both families, or one for each. */
  private String chain(String hook, boolean drops) {
    String policy = drops && random.nextBoolean() ? "drop" : "accept";
    boolean byPolicy = policy.equals("drop") && random.nextBoolean();
    String last = !drops || byPolicy ? "" : end(hook);
    String[] families = random.nextBoolean() ? new String[] {"inet"} : new String[] {"ip", "ip6"};
    StringBuilder text = new StringBuilder();
    for (String family : families) {
      text.append("table ").append(family).append(" host-").append(hook).append(" {\n");
      text.append("chain end { counter drop; }\nchain main {\ntype filter hook ").append(hook);
      text.append(" priority ").append(random.nextInt(-89, 50));
      text.append("; policy ").append(policy).append(";\n").append(last).append("}\n}\n");
    }
    return text.toString();
  }

  private String end(String hook) {
    String card = hook.equals("input") ? "iifname" : "oifname";
    return switch (random.nextInt(5)) {
      case 0 -> "counter drop\n";
      case 1 -> "jump end\n";
      case 2 -> "goto end\n";
      case 3 -> "meta l4proto { tcp, udp } drop\ndrop\n";
      default -> card + " { eth0, eth1 } ct state new drop\ndrop\n";
    };
  }
}
