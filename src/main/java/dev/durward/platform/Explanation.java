package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import java.util.List;

/**
 * Who decides about a port of a host.
 *
 * @param answers the packets of the question in disjoint parts, those of IPv4 first; in a family
 *     the larger ones first
 * @param notices what else stands in the way, and what to do about it
 */
public record Explanation(List<Answer> answers, List<Diagnostic> notices) {
  public Explanation {
    answers = List.copyOf(answers);
    notices = List.copyOf(notices);
  }
}
