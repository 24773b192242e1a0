package dev.durward.platform.firewalld;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.running.Endings;
import dev.durward.platform.running.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections that rich rules refuse and leave open: firewalld accepts what is established
 * before its policies are asked.
 *
 * @param host where they are to be
 */
record FirewalldEndings(FirewalldSnapshot host) {
  /** Those of lines, whether they are in force already or not. */
  Endings of(List<Entry> lines) {
    return new Endings(refusals(lines), host.ends());
  }

  /**
   * Those of lines that are not in force yet.
   *
   * @param lines everything of Durward's that is to be on the host
   */
  Endings ofNew(List<Entry> lines) {
    List<Entry> inForce =
        host.managed().stream()
            .filter(entry -> !entry.place().endsWith(FirewalldState.PERMANENT_ONLY))
            .toList();
    return new Endings(Refusal.fresh(refusals(lines), refusals(inForce)), host.ends());
  }

  private static List<Refusal> refusals(List<Entry> lines) {
    List<Refusal> refusals = new ArrayList<>();
    for (Family family : Family.values()) {
      for (Entry entry : lines) {
        PolicyObject object = PolicyObject.of(entry);
        if (object.isFirst() && PlannedPolicies.isOf(family, entry)) {
          Direction direction = object == PolicyObject.IN_BLOCK ? Direction.IN : Direction.OUT;
          refusals.add(Refusal.of(family, direction, PlannedPolicies.line(entry)));
        }
      }
    }
    return refusals;
  }
}
