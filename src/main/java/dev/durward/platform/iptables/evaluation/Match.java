package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Condition.Constant;
import dev.durward.platform.iptables.evaluation.Condition.Split;
import java.util.ArrayList;
import java.util.List;

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

  /** Whether it is seen at once that no packet of a region meets them. */
  boolean excludes(Region region) {
    for (Condition condition : conditions) {
      if (condition.excludes(region)) {
        return true;
      }
    }
    return false;
  }

  /** Which packets of a region meet them all. */
  Split split(Region region) {
    if (excludes(region)) {
      // Not by parts: most rules of a host are about other packets.
      return Split.all(region, false);
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
