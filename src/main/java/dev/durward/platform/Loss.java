package dev.durward.platform;

import dev.durward.model.Flow.Leg;
import dev.durward.plan.Mark;
import java.util.Optional;
import java.util.Set;

/**
 * What a change would take from a {@link Passage}: packets that get through now, and would not.
 *
 * @param legs which packets of its connections
 * @param certain whether they would be kept out in any case, and not on some condition alone
 * @param rule the rule of Durward's that makes it so, by coming or by going; empty if none does
 * @param goes whether that rule goes, or goes in part
 * @param decider the place that would decide about them, in words; empty if it is that very rule
 */
public record Loss(
    Passage passage,
    Set<Leg> legs,
    boolean certain,
    Optional<Mark> rule,
    boolean goes,
    String decider) {
  public Loss {
    legs = Set.copyOf(legs);
  }

  /** Whether connections that are open now would stop. */
  public boolean cuts() {
    return legs.contains(Leg.RUNNING) || legs.contains(Leg.REPLY);
  }
}
