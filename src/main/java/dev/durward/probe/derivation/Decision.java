package dev.durward.probe.derivation;

import dev.durward.model.Action;
import dev.durward.model.Flow;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict;
import dev.durward.plan.Mark;
import dev.durward.probe.Expected;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What several policies together say of a flow: block beats reject, and reject beats allow, whoever
 * wrote them; and each of their rules comes before {@code inbound: block}.
 *
 * @param action what is to happen
 * @param deciders every rule that says so: whose counter moves, the order on the host tells
 * @param limited whether one of them lets only so many pass in a time
 */
record Decision(Action action, Set<Mark> deciders, boolean limited) {
  Decision {
    deciders = Set.copyOf(deciders);
  }

  /** Empty if no rule speaks about the flow. */
  static Optional<Decision> of(List<RuleSet> sets, Flow flow) {
    Verdict.Decision strongest = Verdict.Decision.UNDECIDED;
    for (RuleSet set : sets) {
      Verdict.Decision one = set.ruled(flow).decision();
      if (strength(one) > strength(strongest)) {
        strongest = one;
      }
    }
    return action(strongest)
        .map(action -> collect(action, sets, flow))
        .or(() -> inbound(sets, flow));
  }

  private static Optional<Decision> inbound(List<RuleSet> sets, Flow flow) {
    Set<Mark> deciders = new HashSet<>();
    for (RuleSet set : sets) {
      set.verdict(flow).rule().ifPresent(name -> deciders.add(Mark.of(set.policy(), name)));
    }
    return deciders.isEmpty()
        ? Optional.empty()
        : Optional.of(new Decision(Action.BLOCK, deciders, false));
  }

  private static Decision collect(Action action, List<RuleSet> sets, Flow flow) {
    Set<Mark> deciders = new HashSet<>();
    boolean limited = false;
    for (RuleSet set : sets) {
      for (Rule rule : set.rules()) {
        if (rule.action() == action && rule.matches(flow)) {
          deciders.add(Mark.of(set.policy(), rule.name()));
          limited |= rule.linux().limit().isPresent();
        }
      }
    }
    return new Decision(action, deciders, limited);
  }

  private static int strength(Verdict.Decision decision) {
    return switch (decision) {
      case UNDECIDED -> 0;
      case ALLOWED -> 1;
      case REJECTED -> 2;
      case BLOCKED -> 3;
    };
  }

  private static Optional<Action> action(Verdict.Decision decision) {
    return switch (decision) {
      case UNDECIDED -> Optional.empty();
      case ALLOWED -> Optional.of(Action.ALLOW);
      case REJECTED -> Optional.of(Action.REJECT);
      case BLOCKED -> Optional.of(Action.BLOCK);
    };
  }

  /** What a probe must find then. */
  Expected expected() {
    return switch (action) {
      case ALLOW -> Expected.OPEN;
      case REJECT -> Expected.REFUSED;
      case BLOCK -> Expected.SHUT;
    };
  }
}
