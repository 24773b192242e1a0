package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Begun;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 9: a restore that has begun before its turn changes nothing until that comes. */
class HeldRestoreIT {
  private static final ProcessRunner ROAD = new ProcessRunner();
  private static final String RULES =
      "*filter\n:HELD - [0:0]\n" + "-A HELD -p tcp -m tcp --dport 443 -j ACCEPT\n".repeat(2_000);

  @ParameterizedTest
  @EnumSource(Family.class)
  void onlyItsLastLineMakesTheChange(Family family) throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      List<String> before = lab.saved(family);
      Command restore = Command.of(lab.program(family) + "-restore", "--noflush");

      // As when the process dies that writes its input.
      CommandResult cut = lab.host(() -> ROAD.run(restore.withInput(RULES)));
      assertFalse(cut.succeeded(), cut.toString());
      assertEquals(before, lab.saved(family));

      Command whole = restore.withInput(RULES + "COMMIT\n");
      lab.host(() -> ROAD.begin(whole)).abandon();
      assertEquals(before, lab.saved(family));

      Begun begun = lab.host(() -> ROAD.begin(whole));
      assertEquals(before, lab.saved(family));
      // Somebody else changes the other rules meanwhile, and neither is lost.
      lab.host(() -> ROAD.run(Command.of(lab.program(family), "-A", "INPUT", "-j", "DROP")));
      CommandResult made = begun.finish();
      assertTrue(made.succeeded(), made.complaint());
      List<String> after = lab.saved(family);
      assertNotEquals(before, after);
      assertEquals(2_000, after.stream().filter(line -> line.contains("-A HELD ")).count());
      assertTrue(
          after.stream().anyMatch(line -> line.endsWith("-A INPUT -j DROP")), "" + after.size());
    }
  }
}
