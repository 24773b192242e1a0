package dev.durward.platform.iptables.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How packets come to what becomes of them.
 *
 * @param decision what becomes of them
 * @param steps the places that led to it: translations, jumps, and last the rule or policy that
 *     decides
 * @param provided conditions on the way of which nobody can tell; empty if they come this way
 *     unless such a condition leads them elsewhere before
 */
public record Way(Decision decision, List<Step> steps, List<String> provided) {
  public Way {
    steps = List.copyOf(steps);
    provided = List.copyOf(provided);
  }

  /** Whether a rule decides, and not the policy of a chain. */
  public boolean isByRule() {
    return !steps.isEmpty() && !steps.get(steps.size() - 1).rules().isEmpty();
  }

  /** Whether it is that of packets alone that no service is asked by in earnest. */
  public boolean isOdd() {
    for (String condition : provided) {
      if (isOdd(condition)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What no packet meets with which a service is asked for in earnest: headers that ufw drops
   * everywhere, and a sender to whom answers would leave by another interface.
   */
  public static boolean isOdd(String condition) {
    return condition.startsWith("-m rt ")
        || condition.startsWith("-m frag ")
        || condition.startsWith("-m rpfilter ")
        || (condition.startsWith("fib saddr ") && condition.endsWith(" oif"));
  }

  /** This one of packets that have come another one before: the steps of both count. */
  Way behind(Way before) {
    List<Step> all = new ArrayList<>(before.steps);
    all.addAll(steps);
    return new Way(decision, all, both(before.provided, provided));
  }

  /** Likewise, where its own steps are of no interest. */
  Way beside(Way before) {
    return new Way(decision, before.steps, both(before.provided, provided));
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
