package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RulesThroughKeeper} with ufw, which in the end has what it had. */
class GeneratedRulesByUfwIT {
  /** ufw takes a third of a second for a command. */
  private static final int RULE_SETS = 5;

  private static final int MOST_LINES = 14;

  @TempDir private Path folder;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void kernelAndModelAgree(String variant) throws Exception {
    System.out.println("rules by ufw, " + variant + ": -Ddurward.seed=" + seed);
    try (Lab lab = Lab.create(variant)) {
      Ufw ufw = Ufw.in(lab, variant, folder);
      ufw.run("allow", "22/tcp");
      ufw.run("allow", Integer.toString(RulesThroughKeeper.LET_IN));
      ufw.run("deny", "23/tcp");
      ufw.run("--force", "enable");
      Doorward durward = new Doorward(lab, ufw.backend());
      List<Object> before = all(ufw, durward);
      new RulesThroughKeeper(lab, ufw.backend(), seed, MOST_LINES).check(RULE_SETS);
      durward.remove(RulesThroughKeeper.POLICY);
      assertEquals(before, all(ufw, durward), "seed " + seed);
    }
  }

  private static List<Object> all(Ufw ufw, Doorward durward)
      throws IOException, InterruptedException {
    return List.of(ufw.kept(Family.IPV4), ufw.kept(Family.IPV6), durward.saved());
  }
}
