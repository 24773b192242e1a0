package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Condition.Constant;
import dev.durward.platform.iptables.evaluation.Condition.Split;
import dev.durward.platform.iptables.evaluation.Condition.Within;
import dev.durward.platform.iptables.evaluation.Extent.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a rule, all of which a packet must meet.
 *
 * @param conditions in the order of the rule
 */
record Match(List<Condition> conditions) {
  /** That of a rule which no packet meets that is looked at. */
  static final Match NEVER = new Match(List.of(new Constant(false)));

  Match {
    conditions = List.copyOf(conditions);
  }

  boolean isNever() {
    return conditions.equals(NEVER.conditions);
  }

  /** The one thing that it asks for, if that is an address out of one range. */
  Optional<Within> range() {
    return conditions.size() == 1
            && conditions.get(0) instanceof Within within
            && within.extent() instanceof Addresses addresses
            && addresses.set().ranges().size() == 1
        ? Optional.of(within)
        : Optional.empty();
  }

  /** Which packets of a region meet them all. */
  Split split(Region region) {
    for (Condition condition : conditions) {
      if (condition.excludes(region)) {
        // Not by parts: most rules of a host are about other packets.
        return Split.all(region, false);
      }
    }
    List<Region> met = List.of(region);
    List<Region> unsure = List.of();
    List<Region> unmet = new ArrayList<>();
    for (Condition condition : conditions) {
      List<Region> nextMet = new ArrayList<>();
      List<Region> nextUnsure = new ArrayList<>();
      for (Region some : met) {
        Split split = condition.split(some);
        nextMet.addAll(split.met());
        nextUnsure.addAll(split.unsure());
        unmet.addAll(split.unmet());
      }
      for (Region some : unsure) {
        Split split = condition.split(some);
        nextUnsure.addAll(split.met());
        nextUnsure.addAll(split.unsure());
        unmet.addAll(split.unmet());
      }
      met = nextMet;
      unsure = nextUnsure;
      if (met.isEmpty() && unsure.isEmpty()) {
        break;
      }
    }
    return new Split(met, unmet, unsure);
  }

  /** What nobody can tell, in the words of the rule. */
  List<String> unknown() {
    List<String> words = new ArrayList<>();
    for (Condition condition : conditions) {
      condition.doubt().ifPresent(words::add);
    }
    return words.isEmpty() ? List.of("the state of its connection") : words;
  }
}
