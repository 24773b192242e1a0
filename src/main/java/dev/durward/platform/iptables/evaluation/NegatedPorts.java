package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Condition.NeitherPort;
import dev.durward.platform.iptables.evaluation.Condition.Not;
import dev.durward.platform.iptables.evaluation.Condition.Within;
import java.util.List;
import java.util.Optional;

/** A source and a destination port that are both negated in one match. */
final class NegatedPorts {
  private NegatedPorts() {}

  /** Puts the one condition that both make in their place, if each is about one port. */
  static void unite(List<Condition> conditions) {
    Optional<Within> source = negated(Dimension.SOURCE_PORT, conditions);
    Optional<Within> destination = negated(Dimension.DESTINATION_PORT, conditions);
    if (source.isPresent() && destination.isPresent()) {
      conditions.remove(new Not(source.get()));
      conditions.remove(new Not(destination.get()));
      conditions.add(new NeitherPort(source.get(), destination.get()));
    }
  }

  private static Optional<Within> negated(Dimension dimension, List<Condition> conditions) {
    for (Condition condition : conditions) {
      if (condition instanceof Not not
          && not.condition() instanceof Within within
          && within.dimension() == dimension
          && within.extent() instanceof Extent.Ports ports
          && ports.set().ranges().size() == 1
          && ports.set().ranges().get(0).size() == 1) {
        return Optional.of(within);
      }
    }
    return Optional.empty();
  }
}
