package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressSet;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Extent.Addresses;
import dev.durward.platform.iptables.evaluation.Extent.Names;
import dev.durward.platform.iptables.evaluation.Extent.Ports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packets of one family and protocol: a product of sets, none of which is empty.
 *
 * @param extents their values in each dimension
 * @param mark the mark that netfilter has given them, 0 at first; empty if that can't be known
 * @param sentTo what they were sent to, if a translation has changed it
 */
public record Region(Map<Dimension, Extent> extents, Optional<Long> mark, Optional<SentTo> sentTo) {

  /** Addresses and ports before they were translated. */
  public record SentTo(AddressSet destinations, PortSet ports) {}

  public Region {
    extents = Collections.unmodifiableMap(new EnumMap<>(extents));
    if (extents.size() != Dimension.values().length) {
      throw new IllegalArgumentException("a dimension is missing: " + extents);
    }
  }

  /** Packets to some ports, everything else left open, of a state. */
  public static Region of(
      AddressSet sources,
      AddressSet destinations,
      PortSet ports,
      Universe universe,
      Set<State> states) {
    Map<Dimension, Extent> extents = new EnumMap<>(Dimension.class);
    extents.put(Dimension.SOURCE, new Addresses(sources));
    extents.put(Dimension.DESTINATION, new Addresses(destinations));
    extents.put(Dimension.SOURCE_PORT, new Ports(PortSet.ALL));
    extents.put(Dimension.DESTINATION_PORT, new Ports(ports));
    extents.put(Dimension.INTERFACE, new Names(universe.interfaces()));
    extents.put(Dimension.USER, new Names(universe.users()));
    extents.put(Dimension.STATE, State.extent(states));
    return new Region(extents, Optional.of(0L), Optional.empty());
  }

  private Extent extent(Dimension dimension) {
    Extent extent = extents.get(dimension);
    if (extent == null) {
      throw new IllegalStateException("no " + dimension);
    }
    return extent;
  }

  public AddressSet sources() {
    return ((Addresses) extent(Dimension.SOURCE)).set();
  }

  public AddressSet destinations() {
    return ((Addresses) extent(Dimension.DESTINATION)).set();
  }

  public PortSet sourcePorts() {
    return ((Ports) extent(Dimension.SOURCE_PORT)).set();
  }

  public PortSet destinationPorts() {
    return ((Ports) extent(Dimension.DESTINATION_PORT)).set();
  }

  public Set<String> interfaces() {
    return ((Names) extent(Dimension.INTERFACE)).names();
  }

  public Set<String> users() {
    return ((Names) extent(Dimension.USER)).names();
  }

  public Set<State> states() {
    Set<State> states = EnumSet.noneOf(State.class);
    ((Names) extent(Dimension.STATE)).names().forEach(name -> states.add(State.valueOf(name)));
    return states;
  }

  /** The ports that they were sent to. */
  public PortSet askedPorts() {
    return sentTo.map(SentTo::ports).orElseGet(this::destinationPorts);
  }

  /** The same with other values in one dimension. */
  public Region with(Dimension dimension, Extent extent) {
    Map<Dimension, Extent> others = new EnumMap<>(extents);
    others.put(dimension, extent);
    return new Region(others, mark, sentTo);
  }

  /** The same with another mark. */
  Region marked(Optional<Long> other) {
    return new Region(extents, other, sentTo);
  }

  /** The same, led to other addresses and ports. */
  Region led(AddressSet addresses, PortSet ports) {
    SentTo asked = sentTo.orElseGet(() -> new SentTo(destinations(), destinationPorts()));
    Region there =
        with(Dimension.DESTINATION, new Addresses(addresses))
            .with(Dimension.DESTINATION_PORT, new Ports(ports));
    return new Region(there.extents, mark, Optional.of(asked));
  }

  /** Those of its packets that have these values. */
  Optional<Region> within(Dimension dimension, Extent some) {
    Extent common = extent(dimension).intersection(some);
    return common.isEmpty() ? Optional.empty() : Optional.of(with(dimension, common));
  }

  /** Those of its packets that have others. */
  Optional<Region> beyond(Dimension dimension, Extent some) {
    Extent rest = extent(dimension).minus(some);
    return rest.isEmpty() ? Optional.empty() : Optional.of(with(dimension, rest));
  }

  private boolean isAlike(Region other) {
    return mark.equals(other.mark) && sentTo.equals(other.sentTo);
  }

  /** The packets that are in both. */
  public Optional<Region> intersection(Region other) {
    Optional<Region> common = isAlike(other) ? Optional.of(this) : Optional.empty();
    for (Dimension dimension : Dimension.values()) {
      common = common.flatMap(each -> each.within(dimension, other.extent(dimension)));
    }
    return common;
  }

  /** The packets that are in this one alone, in disjoint parts. */
  List<Region> minus(Region other) {
    if (intersection(other).isEmpty()) {
      return List.of(this);
    }
    List<Region> parts = new ArrayList<>();
    Region rest = this;
    for (Dimension dimension : Dimension.values()) {
      rest.beyond(dimension, other.extent(dimension)).ifPresent(parts::add);
      rest = rest.within(dimension, other.extent(dimension)).orElseThrow();
    }
    return parts;
  }

  /** Whether every packet of the other is in this one. */
  boolean covers(Region other) {
    return other.intersection(this).equals(Optional.of(other));
  }

  /** Both as one, if they differ in one dimension at the most. */
  private Optional<Region> union(Region other) {
    Optional<Dimension> differs = Optional.empty();
    for (Dimension dimension : Dimension.values()) {
      if (!extent(dimension).equals(other.extent(dimension))) {
        if (differs.isPresent()) {
          return Optional.empty();
        }
        differs = Optional.of(dimension);
      }
    }
    return isAlike(other)
        ? Optional.of(differs.map(d -> with(d, extent(d).union(other.extent(d)))).orElse(this))
        : Optional.empty();
  }

  /** The same packets in fewer regions, where some differ in one dimension alone. */
  static List<Region> merged(List<Region> regions) {
    List<Region> merged = new ArrayList<>();
    for (Region region : regions) {
      Region next = region;
      int i = 0;
      while (i < merged.size()) {
        Optional<Region> both = merged.get(i).union(next);
        if (both.isPresent()) {
          next = both.get();
          merged.remove(i);
          i = 0;
        } else {
          i++;
        }
      }
      merged.add(next);
    }
    return merged;
  }
}
