package dev.durward.platform.nftables;

import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.WrittenRules;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What nft can't say, with its place. */
class NftCheckTest {
  @Test
  void refusesToRefuseAllElse() {
    RuleFile.Usable file = WrittenRules.shut();
    WrittenRules.assertRefused(
        NftCheck.check(file.rules(), file.sources(), user -> Optional.empty()),
        "3:21",
        "through nftables");
  }
}
