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
 * @param inbound what becomes of all else that comes in
 */
public record RuleSet(String policy, List<Rule> rules, Inbound inbound) {
  /** What stands for the name of a rule where {@link Inbound#BLOCK} decides; no rule has it. */
  public static final String INBOUND_BLOCK = "inbound: block";

  public RuleSet {
    rules = List.copyOf(rules);
    Set<String> names = new HashSet<>(Set.of(INBOUND_BLOCK));
    for (Rule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("two rules named " + rule.name());
      }
    }
  }

  /** Rules alone: the host's own decide about all else. */
  public RuleSet(String policy, List<Rule> rules) {
    this(policy, rules, Inbound.ALLOW);
  }

  /** The rules that hold on a platform and day. */
  public RuleSet inForce(Platform platform, LocalDate day) {
    return with(rules.stream().filter(rule -> rule.inForce(platform, day)).toList());
  }

  /** The same with other rules. */
  public RuleSet with(List<Rule> others) {
    return new RuleSet(policy, others, inbound);
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
   *   <li>{@link Inbound#BLOCK} refuses what opens a connection from outside and no rule speaks
   *       about, but for {@link NetworkNeeds}: never what is open already.
   * </ul>
   *
   * Rules that don't hold (see {@link #inForce}) must have been left out before.
   */
  public Verdict verdict(Flow flow) {
    Verdict ruled = ruled(flow);
    boolean opens = flow.direction() == Direction.IN && flow.leg() == Flow.Leg.OPENING;
    return inbound == Inbound.BLOCK
            && ruled.equals(Verdict.UNDECIDED)
            && opens
            && !flow.isLoopback()
            && !NetworkNeeds.include(flow)
        ? Verdict.INBOUND_BLOCKED
        : ruled;
  }

  /**
   * The same of the rules alone: of several policies, any rule comes before any {@link
   * Inbound#BLOCK}.
   */
  public Verdict ruled(Flow flow) {
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
