package dev.durward.plan;

import dev.durward.diagnostic.Place;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What policies want of a host.
 *
 * @param policies the policies that are to be made so; what others own stays as it is
 * @param rules what each rule comes to on the platform, in the order of the files
 * @param gone why rules of these policies that are on the host and not among {@code rules} go
 * @param places where the rules stand in files
 */
public record Desired(Set<String> policies, List<Realized> rules, String gone, Places places) {
  /** Where rules stand in the files that they are from. */
  @FunctionalInterface
  public interface Places {
    /** Of rules that are from no file. */
    Places NONE = mark -> Optional.empty();

    /** The place of what a rule says about ports; empty if it is from no file that is known. */
    Optional<Place> of(Mark mark);
  }

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

    /** What a rule comes to on a platform and day. */
    public static Realized of(
        String policy, Rule rule, Platform platform, LocalDate day, Translation translation) {
      Mark mark = Mark.of(policy, rule.name());
      Optional<String> idle = rule.idle(platform, day);
      return new Realized(
          mark,
          rule.summary(platform),
          idle.isPresent() ? List.of() : translation.entries(rule, mark),
          idle.orElse(""));
    }
  }

  /** How a platform keeps a rule that holds. */
  @FunctionalInterface
  public interface Translation {
    List<Entry> entries(Rule rule, Mark mark);
  }

  public Desired {
    policies = Set.copyOf(policies);
    rules = List.copyOf(rules);
  }

  /** Of rules that are from no file. */
  public Desired(Set<String> policies, List<Realized> rules, String gone) {
    this(policies, rules, gone, Places.NONE);
  }
}
