package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.SILENT;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 5: whatever a file blocks, the host reaches itself, by whichever of its addresses. */
class LoopbackIT {
  private static final String BLOCK_ALL =
      """
      version: 1
      policy: fortress
      rules:
        - {name: nothing in, action: block, protocol: any}
        - {name: nothing out, action: block, protocol: any, direction: out}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aBlockOfEverythingLeavesLoopbackAlone(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.listen(443);
      new Sights().in(0, 443, OPEN).out(443, OPEN).self(443, OPEN).check(lab, "before");
      Doorward durward = new Doorward(lab);
      durward.apply(BLOCK_ALL);
      new Sights().in(0, 443, SILENT).out(443, SILENT).self(443, OPEN).check(lab, "blocked");
      durward.remove("fortress");
      new Sights().in(0, 443, OPEN).out(443, OPEN).check(lab, "removed");
    }
  }
}
