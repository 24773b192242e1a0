package dev.durward.platform.iptables.evaluation;

import dev.durward.model.PortSet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where some packets are at least half of others. Half of what is measured (addresses, source
 * ports), at one value of everything else (a port, an interface): a port that is shut for one
 * address is not, one that is shut for most is, even if it is one of a thousand.
 */
public final class GreaterPart {
  /** More are not added up: each is judged by itself. */
  private static final int MOST_PARTS = 128;

  private final Set<Dimension> measured;
  private final List<Dimension> cut;
  private final List<Part> found = new ArrayList<>();

  private GreaterPart(Set<Dimension> measured) {
    this.measured = measured;
    this.cut = List.copyOf(EnumSet.complementOf(EnumSet.copyOf(measured)));
  }

  /**
   * A part of the others that is alike in everything that is not measured.
   *
   * @param region all of its packets
   * @param whole whether all of them, and not most alone, are of the first ones
   */
  public record Part(Region region, boolean whole) {}

  /**
   * The parts of a region that are so.
   *
   * @param some disjoint
   * @param measured addresses and ports
   */
  public static List<Part> of(List<Region> some, Region all, Set<Dimension> measured) {
    List<Region> parts = new ArrayList<>();
    some.forEach(each -> each.intersection(all).ifPresent(parts::add));
    GreaterPart greater = new GreaterPart(measured);
    if (parts.size() <= MOST_PARTS) {
      greater.cut(parts, all, 0);
    } else {
      parts.forEach(part -> greater.cut(List.of(part), all, 0));
    }
    return greater.found;
  }

  /** Looks at each value of a dimension by itself, and of those behind it. */
  private void cut(List<Region> parts, Region within, int at) {
    if (parts.isEmpty()) {
      return;
    }
    if (at == cut.size()) {
      BigInteger sum = parts.stream().map(this::size).reduce(BigInteger.ZERO, BigInteger::add);
      int rest = sum.shiftLeft(1).compareTo(size(within));
      if (rest >= 0) {
        found.add(new Part(within, sum.compareTo(size(within)) >= 0));
      }
      return;
    }
    Dimension dimension = cut.get(at);
    for (Extent atom : atoms(parts, dimension)) {
      List<Region> here = new ArrayList<>();
      for (Region part : parts) {
        Optional<Region> common = part.within(dimension, atom);
        common.ifPresent(here::add);
      }
      cut(here, within.with(dimension, atom), at + 1);
    }
  }

  /** The values in sets that none of the parts tells apart. */
  private static List<Extent> atoms(List<Region> parts, Dimension dimension) {
    List<Extent> atoms = new ArrayList<>();
    for (Region part : parts) {
      Extent rest = part.extent(dimension);
      if (atoms.contains(rest)) {
        continue;
      }
      List<Extent> finer = new ArrayList<>();
      for (Extent atom : atoms) {
        List.of(atom.intersection(rest), atom.minus(rest)).stream()
            .filter(each -> !each.isEmpty())
            .forEach(finer::add);
      }
      for (Extent atom : atoms) {
        rest = rest.minus(atom);
      }
      if (!rest.isEmpty()) {
        finer.add(rest);
      }
      atoms = finer;
    }
    return atoms;
  }

  private BigInteger size(Region region) {
    BigInteger size = BigInteger.ONE;
    for (Dimension dimension : measured) {
      Extent extent = region.extent(dimension);
      size =
          size.multiply(
              extent instanceof Extent.Addresses addresses
                  ? addresses.set().size()
                  : BigInteger.valueOf(ports(extent).size()));
    }
    return size;
  }

  private static PortSet ports(Extent extent) {
    return ((Extent.Ports) extent).set();
  }
}
