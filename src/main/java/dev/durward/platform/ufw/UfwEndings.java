package dev.durward.platform.ufw;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.running.Endings;
import dev.durward.platform.running.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The connections that rules of ufw's refuse and leave open: it accepts what is established before
 * its rules are asked.
 *
 * @param host where they are to be
 */
record UfwEndings(UfwSnapshot host) {
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
    return new Endings(Refusal.fresh(refusals(lines), inForce()), host.ends());
  }

  /** What refuses its packets now: what stands behind an allow, or isn't loaded, does not. */
  private List<Refusal> inForce() {
    List<Refusal> inForce = new ArrayList<>();
    for (Family family : Family.values()) {
      List<Standing> list = host.list(family);
      Order order = new Order(list);
      for (int i = 0; i < list.size() && !host.isOutOfStep(); i++) {
        if (list.get(i).isOwn() && !order.isMisplaced(i)) {
          refusals(family, list.get(i)).forEach(inForce::add);
        }
      }
    }
    return inForce;
  }

  private static List<Refusal> refusals(List<Entry> lines) {
    List<Refusal> refusals = new ArrayList<>();
    for (Family family : Family.values()) {
      Standing.of(family, lines.stream()).stream()
          .flatMap(standing -> refusals(family, standing))
          .forEach(refusals::add);
    }
    return refusals;
  }

  private static Stream<Refusal> refusals(Family family, Standing standing) {
    UfwRule rule = standing.rule();
    Direction direction = rule.match().isOut() ? Direction.OUT : Direction.IN;
    return rule.refuses() && !rule.match().routed()
        ? PlannedList.lines(standing).stream().map(line -> Refusal.of(family, direction, line))
        : Stream.empty();
  }
}
