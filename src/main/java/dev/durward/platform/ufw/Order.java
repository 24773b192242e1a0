package dev.durward.platform.ufw;

import java.util.List;
import java.util.Optional;

/**
 * Where Durward's rules stand in ufw's list of one family, of which the first rule that matches
 * decides. Its blocks stand first and its rejects behind them, before whatever might let the packet
 * in. Its allows stand right before the first rule of somebody's that refuses all packets of a
 * protocol and interface, or last: whoever was refused by name stays so.
 */
final class Order {
  private final List<Standing> list;

  Order(List<Standing> list) {
    this.list = list;
  }

  /** Where a rule belongs that isn't there: before that place, from 0. */
  int placeFor(UfwRule rule) {
    if (rule.admits()) {
      return firstCatchAll(rule);
    }
    int place = 0;
    while (place < list.size() && isOwnRefusal(list.get(place), rule)) {
      place++;
    }
    return place;
  }

  /** Whether a refusal at the head of the list may stand before another one. */
  private static boolean isOwnRefusal(Standing first, UfwRule rule) {
    return first.isOwn()
        && first.rule().refuses()
        && (rule.action().equals("reject") || first.rule().action().equals("deny"));
  }

  /** Whether one of Durward's rules has lost its effect, or takes another one's. */
  boolean isMisplaced(int at) {
    Standing standing = list.get(at);
    UfwRule rule = standing.rule();
    if (!standing.isOwn()) {
      return false;
    }
    if (rule.refuses()) {
      return list.subList(0, at).stream().anyMatch(each -> overtakes(each, rule));
    }
    return firstCatchAll(rule) < at
        || lastRefusal(rule).map(refusal -> list.lastIndexOf(refusal) > at).orElse(false);
  }

  private static boolean overtakes(Standing before, UfwRule refusal) {
    boolean softer =
        before.isOwn()
            && before.rule().action().equals("reject")
            && refusal.action().equals("deny");
    return (before.rule().admits() || softer)
        && Overlap.ofClass(before.rule().match(), refusal.match());
  }

  /** What an allow would have to overtake to stand before a catch-all; empty if nothing. */
  Optional<Standing> overtakenBy(UfwRule allow) {
    return lastRefusal(allow).filter(last -> list.lastIndexOf(last) > firstCatchAll(allow));
  }

  /** The first rule of somebody's that refuses all of a class, or the end. */
  private int firstCatchAll(UfwRule allow) {
    for (int i = 0; i < list.size(); i++) {
      if (isCatchAll(list.get(i)) && Overlap.ofClass(list.get(i).rule().match(), allow.match())) {
        return i;
      }
    }
    return list.size();
  }

  private static boolean isCatchAll(Standing standing) {
    return !standing.isOwn() && standing.rule().refuses() && standing.rule().match().isCatchAll();
  }

  /** The last specific rule of somebody's by which some of these packets are refused. */
  private Optional<Standing> lastRefusal(UfwRule allow) {
    Optional<Standing> last = Optional.empty();
    for (int i = 0; i < list.size(); i++) {
      Standing each = list.get(i);
      boolean refuses = each.rule().refuses() || each.rule().action().equals("limit");
      if (!each.isOwn()
          && refuses
          && !isCatchAll(each)
          && Overlap.between(each.rule().match(), allow.match())
          && !isDead(i, allow)) {
        last = Optional.of(each);
      }
    }
    return last;
  }

  /** Whether a catch-all before a place leaves nothing for what stands there, or of an allow's. */
  private boolean isDead(int at, UfwRule allow) {
    return list.subList(0, at).stream()
        .filter(Order::isCatchAll)
        .map(each -> each.rule().match())
        .anyMatch(
            catchAll ->
                Overlap.covers(catchAll, list.get(at).rule().match())
                    || Overlap.covers(catchAll, allow.match()));
  }
}
