package dev.durward.probe;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways on which probes come that have no choice of their source.
 *
 * @param ways the best first
 * @param missing why there is none in a family, where there is none; without a full stop
 */
public record Ways(List<Way> ways, Map<Family, String> missing) {
  /**
   * A way.
   *
   * @param source the address that probes come from
   * @param target the address that they go to, of the same family
   */
  public record Way(IpAddress source, IpAddress target) {}

  public Ways {
    ways = List.copyOf(ways);
    missing = Map.copyOf(missing);
  }

  /** The best one to an address. */
  public Optional<Way> to(IpAddress target) {
    return ways.stream().filter(way -> way.target().equals(target)).findFirst();
  }

  /** Those of a family. */
  public List<Way> in(Family family) {
    return ways.stream().filter(way -> way.target().family() == family).toList();
  }

  /** Why there is none of a family. */
  public String trouble(Family family) {
    return missing.getOrDefault(family, "there is no way for " + family.word());
  }
}
