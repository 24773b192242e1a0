package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RulesThroughKeeper} with firewalld, which in the end has what it had. */
class GeneratedRulesByFirewalldIT {
  private static final int RULE_SETS = 3;
  private static final int MOST_LINES = 60;

  private static final String ZONE =
      "<zone target='DROP'><service name='ssh'/><port port='%1$d' protocol='tcp'/>"
          + "<port port='%1$d' protocol='udp'/></zone>";

  @TempDir private Path folder;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());

  @Test
  void kernelAndModelAgree() throws Exception {
    System.out.println("rules by firewalld: -Ddurward.seed=" + seed);
    try (Lab lab = Lab.create("nft");
        Firewalld firewalld = Firewalld.on(lab, "nftables", folder)) {
      firewalld.reset(ZONE.formatted(RulesThroughKeeper.LET_IN));
      Map<String, List<String>> before = firewalld.all();
      new RulesThroughKeeper(lab, firewalld.backend(), seed, MOST_LINES).check(RULE_SETS);
      firewalld.durward().remove(RulesThroughKeeper.POLICY);
      assertEquals(before, firewalld.all(), "seed " + seed);
    }
  }
}
