package dev.durward.kernel;

import dev.durward.kernel.Street.Sighting;
import dev.durward.platform.iptables.evaluation.Cell;
import dev.durward.platform.iptables.evaluation.Decision.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How often what was said of packets is what the kernel did with them. */
final class Tally {
  private static final Set<Kind> STOPPED =
      EnumSet.of(Kind.BLOCKED, Kind.REJECTED, Kind.LED_AWAY, Kind.UNSAID);

  private static final Set<Kind> REFUSED = EnumSet.of(Kind.REJECTED, Kind.UNSAID);

  private final List<String> wrong = new ArrayList<>();
  private int rules;
  private int packets;
  private int passed;
  private int refused;
  private int depends;

  /** Another set of rules is looked at. */
  void begin() {
    rules++;
  }

  /**
   * Compares what was said of a packet with what was seen of it.
   *
   * @param where what to call its rules by
   */
  void compare(Packet packet, Cell said, Sighting sighting, String where) {
    Set<Kind> kinds = said.kinds();
    boolean hasPassed = sighting.passed().contains(packet);
    boolean isRefused = !hasPassed && sighting.refused().contains(packet);
    packets++;
    passed += hasPassed ? 1 : 0;
    refused += isRefused ? 1 : 0;
    depends += kinds.size() > 1 || kinds.contains(Kind.UNSAID) ? 1 : 0;
    Set<Kind> possible = EnumSet.of(Kind.ALLOWED, Kind.UNSAID);
    if (!hasPassed) {
      possible = isRefused ? REFUSED : STOPPED;
    }
    if (possible.stream().noneMatch(kinds::contains)) {
      String seen = hasPassed ? "passed" : isRefused ? "refused" : "stopped";
      wrong.add(where + ": " + packet + " was " + seen + ", said " + said.ways());
    }
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  int rules() {
    return rules;
  }

  /** Whether something was seen of each kind, and little of it was only said to depend. */
  boolean isTelling() {
    return passed > 0 && refused > 0 && packets > passed + refused && depends < packets / 4;
  }

  @Override
  public String toString() {
    return String.format(
        "%d sets of rules, %d packets (%d passed, %d refused), %d as said, %d said to depend,"
            + " %d wrong",
        rules, packets, passed, refused, packets - depends - wrong.size(), depends, wrong.size());
  }
}
