package dev.durward.plan;

import dev.durward.diagnostic.Diagnostic;
import java.util.List;

/**
 * What a host needs, and has, beside the rules themselves.
 *
 * @param repairs what about the frame has to be set right, and is not right yet
 * @param notices what the user must know about the host; an error is an obstacle
 */
public record Assessment(List<Repair> repairs, List<Diagnostic> notices) {
  public Assessment {
    repairs = List.copyOf(repairs);
    notices = List.copyOf(notices);
  }
}
