package dev.durward.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.journal.Ending.State;
import dev.durward.journal.Past.Standing;
import dev.durward.plan.Change;
import dev.durward.plan.Change.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which apply a rollback takes back. */
class PastTest {
  @TempDir private Path temp;

  private Journal journal() {
    return new Journal(temp, new LocalDisk());
  }

  private void done(Cause cause, State state, Kind kind, String... policies) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (String policy : policies) {
      changes.add(Records.change(kind, policy, "rule"));
    }
    int id = journal().begin(cause, changes, () -> "");
    journal().end(id, new Ending(state, Journal.now(), ""));
  }

  private void applied(String... policies) throws Exception {
    done(Records.APPLY, State.APPLIED, Kind.ADD, policies);
  }

  private void rolledBack(int id, boolean after, String... policies) throws Exception {
    done(Records.rollback(id, after), State.APPLIED, Kind.REMOVE, policies);
  }

  private void stands(int id, String... policies) throws Exception {
    assertEquals(
        Optional.of(new Standing(id, Set.of(policies))), Past.read(journal()).newestStanding());
  }

  @Test
  void eachRollbackTakesOneMore() throws Exception {
    assertEquals(Optional.empty(), Past.read(journal()).newestStanding());
    applied("web");
    applied("web");
    applied("db");
    stands(3, "db");
    rolledBack(3, false, "db");
    stands(2, "web");
    rolledBack(2, false, "web");
    stands(1, "web");
    rolledBack(1, false, "web");
    assertEquals(Optional.empty(), Past.read(journal()).newestStanding());
    rolledBack(2, true, "web");
    stands(2, "web");
    applied("web");
    stands(8, "web");
  }

  @Test
  void aRollbackOfOnePolicyLeavesTheOthersOfItsApply() throws Exception {
    applied("web");
    applied("web", "db");
    applied("web");
    rolledBack(1, true, "web");
    stands(2, "db");
    rolledBack(2, false, "db");
    stands(1, "web");
  }

  @Test
  void whatChangedNothingIsPassedOver() throws Exception {
    applied("web");
    done(Records.APPLY, State.ROLLED_BACK, Kind.ADD, "web");
    done(Records.APPLY, State.APPLIED, Kind.KEEP, "web");
    stands(1, "web");
    done(Records.APPLY, State.BROKEN, Kind.ADD, "web");
    stands(4, "web");
    done(Records.rollback(1, true), State.ROLLED_BACK, Kind.REMOVE, "web");
    stands(4, "web");
    assertEquals(3, Past.last(journal()).orElseThrow().heading().id(), "the last that was applied");
  }
}
