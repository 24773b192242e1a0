package dev.durward.plan;

import java.util.List;
import java.util.Set;

/**
 * What policies want of a host.
 *
 * @param policies the policies that are to be made so; what others own stays as it is
 * @param rules what each rule comes to on the platform, in the order of the files
 * @param gone why rules of these policies that are on the host and not among {@code rules} go
 */
public record Desired(Set<String> policies, List<Realized> rules, String gone) {
  /**
   * A rule as a platform keeps it.
   *
   * @param mark its mark
   * @param summary the rule in one line, for people
   * @param entries the lines that it comes to; none if the rule does not hold here and now
   * @param reason why it comes to none; empty otherwise
   */
  public record Realized(Mark mark, String summary, List<Entry> entries, String reason) {
    public Realized {
      entries = List.copyOf(entries);
    }
  }

  public Desired {
    policies = Set.copyOf(policies);
    rules = List.copyOf(rules);
  }
}
