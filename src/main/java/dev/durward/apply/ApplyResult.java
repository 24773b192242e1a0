package dev.durward.apply;

import dev.durward.exec.Command;
import java.util.List;

/** How an apply ended. */
public sealed interface ApplyResult {
  /** The host is as the plan wanted, and was read again to see that it holds. */
  record Applied() implements ApplyResult {}

  /**
   * It failed, and the host is as it was before.
   *
   * @param why what failed, and with which words
   */
  record RolledBack(String why) implements ApplyResult {}

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
