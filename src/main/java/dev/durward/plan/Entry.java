package dev.durward.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One line that a host keeps, or is to keep, for a rule.
 *
 * @param mark whose it is
 * @param place where it is kept, as the platform names it ({@code iptables DURWARD-IN-ALLOW})
 * @param text the line in the platform's own words, in its canonical form, without the place
 */
public record Entry(Mark mark, String place, String text) {

  /** Lines sorted by where they are kept, each place's in their order. */
  public static Map<String, List<Entry>> byPlace(List<Entry> lines) {
    Map<String, List<Entry>> places = new HashMap<>();
    for (Entry line : lines) {
      places.computeIfAbsent(line.place(), place -> new ArrayList<>()).add(line);
    }
    return places;
  }
}
