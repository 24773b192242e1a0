package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Decision.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packets, as they are sent, of which the same may become, and in the same ways.
 *
 * @param regions the packets
 * @param ways all that may become of them
 */
public record Cell(List<Region> regions, List<Way> ways) {
  public Cell {
    regions = List.copyOf(regions);
    ways = List.copyOf(ways);
  }

  /** What may become of them, in one word each. */
  public Set<Kind> kinds() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    ways.forEach(way -> kinds.add(way.decision().kind()));
    return kinds;
  }

  /** The partition of packets that their outcomes make. */
  public static List<Cell> of(List<Outcome> outcomes) {
    List<Part> parts = new ArrayList<>();
    // Those that can't overlap come first, and so need not be compared.
    outcomes.stream()
        .sorted(Comparator.comparing(Outcome::mayOverlap))
        .forEach(outcome -> add(parts, outcome));
    Map<List<Way>, List<Region>> cells = new LinkedHashMap<>();
    for (Part part : parts) {
      cells.computeIfAbsent(part.ways(), ways -> new ArrayList<>()).add(part.region());
    }
    List<Cell> found = new ArrayList<>();
    cells.forEach((ways, regions) -> found.add(new Cell(Region.merged(regions), ways)));
    return found;
  }

  private record Part(Region region, List<Way> ways) {
    Part also(Region some, Way way) {
      List<Way> more = new ArrayList<>(ways);
      more.add(way);
      return new Part(some, more.stream().distinct().toList());
    }
  }

  private static void add(List<Part> parts, Outcome outcome) {
    List<Region> rest = List.of(outcome.asked());
    for (Part part : outcome.mayOverlap() ? List.copyOf(parts) : List.<Part>of()) {
      List<Region> beyond = new ArrayList<>();
      List<Region> untouched = List.of(part.region());
      for (Region some : rest) {
        beyond.addAll(some.minus(part.region()));
        Optional<Region> common = part.region().intersection(some);
        if (common.isPresent()) {
          parts.add(part.also(common.get(), outcome.way()));
          untouched = untouched.stream().flatMap(each -> each.minus(some).stream()).toList();
        }
      }
      if (!untouched.equals(List.of(part.region()))) {
        parts.remove(part);
        untouched.forEach(region -> parts.add(new Part(region, part.ways())));
      }
      rest = beyond;
    }
    rest.forEach(region -> parts.add(new Part(region, List.of(outcome.way()))));
  }
}
