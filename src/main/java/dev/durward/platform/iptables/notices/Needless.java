package dev.durward.platform.iptables.notices;

import dev.durward.plan.Mark;
import java.util.List;

/**
 * A rule of Durward's that does nothing.
 *
 * @param mark the rule
 * @param others the rules that make it so
 * @param blocked whether they block what it allows, and don't just say the same
 */
public record Needless(Mark mark, List<Mark> others, boolean blocked) {
  public Needless {
    others = List.copyOf(others);
  }
}
