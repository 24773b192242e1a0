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
   * @param open what did not end connections that the rules refuse, and why
   */
  record Applied(Optional<String> unrecorded, List<String> open) implements ApplyResult {
    public Applied {
      open = List.copyOf(open);
    }

    /** And that was written down, and nothing left open. */
    public Applied() {
      this(Optional.empty(), List.of());
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
