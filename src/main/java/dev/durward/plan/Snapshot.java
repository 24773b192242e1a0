package dev.durward.plan;

import dev.durward.diagnostic.Diagnostic;
import java.util.List;

/** What was read from a host at one time: an immutable value. */
public interface Snapshot {
  /** Everything on it that carries a mark of Durward's, whatever the policy, in its order. */
  List<Entry> managed();

  /**
   * The one form of a line that the platform may print in several.
   *
   * @param text a line as in {@link Entry#text}
   */
  String canonical(String text);

  /**
   * What about the frame has to be set right, and is not right yet, so that these lines work.
   *
   * @param lines everything of Durward's that is to be on the host, whatever the policy
   */
  List<Repair> repairs(List<Entry> lines);

  /**
   * What the user must know about this host. An error is an obstacle: the plan must not be applied.
   *
   * @param lines everything of Durward's that is to be on the host, whatever the policy
   */
  List<Diagnostic> notices(List<Entry> lines);

  /** The commands that make a plan so that was made against this snapshot. */
  Script render(Plan plan);
}
