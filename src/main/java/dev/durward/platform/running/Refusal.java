package dev.durward.platform.running;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A rule of Durward's that refuses packets.
 *
 * @param mark whose it is
 * @param packets which ones
 */
public record Refusal(Mark mark, Packets packets) {
  /**
   * That of a line which has no other conditions than protocol, addresses, ports and interface.
   *
   * @param direction of the packets that come to it
   */
  public static Refusal of(Family family, Direction direction, RuleLine line) {
    return new Refusal(line.mark().orElseThrow(), Packets.of(family, direction, line));
  }

  /** Those of some whose packets nobody has refused before. */
  public static List<Refusal> fresh(List<Refusal> after, List<Refusal> before) {
    Set<Packets> refused = new HashSet<>();
    before.forEach(each -> refused.add(each.packets));
    return after.stream().filter(each -> !refused.contains(each.packets)).toList();
  }
}
