package dev.durward.model;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of one policy.
 *
 * @param policy the mark of their owner
 * @param rules in the order of the file, which has no bearing on what they mean
 */
public record RuleSet(String policy, List<Rule> rules) {
  public RuleSet {
    rules = List.copyOf(rules);
    Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("two rules named " + rule.name());
      }
    }
  }

  /** The rules that hold on a platform and day. */
  public RuleSet inForce(Platform platform, LocalDate day) {
    return new RuleSet(policy, rules.stream().filter(rule -> rule.inForce(platform, day)).toList());
  }

  /**
   * What these rules say of a packet: the oracle of everything else.
   *
   * <ul>
   *   <li>Loopback is left alone.
   *   <li>Block beats reject, and reject beats allow, in whatever order they are written.
   *   <li>A block holds for new and for running connections, and never for the other side's
   *       replies; the replies of an allowed connection pass. (For a rule with {@code user:} they
   *       pass by the host's own rules: a reply has no user.)
   * </ul>
   *
   * Rules that don't hold (see {@link #inForce}) must have been left out before.
   */
  public Verdict verdict(Flow flow) {
    if (flow.isLoopback()) {
      return Verdict.UNDECIDED;
    }
    if (flow.leg() != Flow.Leg.REPLY) {
      Optional<Verdict> refused =
          firstMatch(Action.BLOCK, flow).or(() -> firstMatch(Action.REJECT, flow));
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    return firstMatch(Action.ALLOW, flow).orElse(Verdict.UNDECIDED);
  }

  private Optional<Verdict> firstMatch(Action action, Flow flow) {
    for (Rule rule : rules) {
      boolean replyWithoutUser = flow.leg() == Flow.Leg.REPLY && rule.linux().user().isPresent();
      if (rule.action() == action && !replyWithoutUser && rule.matches(flow)) {
        return Optional.of(Verdict.of(rule));
      }
    }
    return Optional.empty();
  }
}
