package dev.durward.apply;

import dev.durward.exec.Command;
import java.util.List;
import java.util.Optional;

/** How an apply ended. */
public sealed interface ApplyResult {
  /**
   * The host is as the plan wanted, and was read again to see that it holds.
   *
   * @param unrecorded why that could not be written down; empty if it was
   */
  record Applied(Optional<String> unrecorded) implements ApplyResult {
    /** And that was written down. */
    public Applied() {
      this(Optional.empty());
    }
  }

  /**
   * It was not begun, since it could not be written down; the host is as it was before.
   *
   * @param why what failed, and with which words
   */
  record Refused(String why) implements ApplyResult {}

  /**
   * It failed, and the host is as it was before.
   *
   * @param why what failed, and with which words
   * @param disturbed whether every command did its work, and the host was another one all the same
   */
  record RolledBack(String why, boolean disturbed) implements ApplyResult {
    /** After a command that failed, or a trial. */
    public RolledBack(String why) {
      this(why, false);
    }
  }

  /**
   * It failed, and the host could not be put back.
   *
   * @param why what failed, and with which words
   * @param wayBack the commands that would put it back, in their order
   */
  record Broken(String why, List<Command> wayBack) implements ApplyResult {
    public Broken {
      wayBack = List.copyOf(wayBack);
    }
  }
}
