package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressSet;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Extent.Addresses;
import dev.durward.platform.iptables.evaluation.Extent.Names;
import dev.durward.platform.iptables.evaluation.Extent.Ports;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packets of one family and protocol: a product of sets, none of which is empty.
 *
 * @param extents their values in each dimension, in the order of the dimensions
 * @param mark the mark that netfilter has given them, 0 at first; empty if that can't be known
 * @param sentTo what they were when they were sent, if a rule has changed it
 */
public record Region(List<Extent> extents, Optional<Long> mark, Optional<SentTo> sentTo) {

  private static final int DIMENSIONS = Dimension.values().length;
  private static final Optional<Long> UNMARKED = Optional.of(0L);

  /**
   * What packets were before a rule changed it.
   *
   * @param destinations where to they were sent; empty if they still go there
   * @param ports likewise
   * @param states the states that they would be in, had connection tracking seen them; empty if it
   *     has
   */
  public record SentTo(
      Optional<AddressSet> destinations, Optional<PortSet> ports, Optional<Set<State>> states) {
    private static final SentTo SAME =
        new SentTo(Optional.empty(), Optional.empty(), Optional.empty());

    public SentTo {
      states = states.map(Set::copyOf);
    }

    boolean isTranslated() {
      return destinations.isPresent() || ports.isPresent();
    }
  }

  public Region {
    extents = List.copyOf(extents);
    if (extents.size() != DIMENSIONS) {
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
    return new Region(List.copyOf(extents.values()), UNMARKED, Optional.empty());
  }

  /** The values in a dimension. */
  Extent extent(Dimension dimension) {
    return extents.get(place(dimension));
  }

  @SuppressWarnings("EnumOrdinal") // no more than a place in a list that this record alone makes
  private static int place(Dimension dimension) {
    return dimension.ordinal();
  }

  /** The values in a dimension of addresses. */
  AddressSet addresses(Dimension dimension) {
    return ((Addresses) extent(dimension)).set();
  }

  public AddressSet sources() {
    return addresses(Dimension.SOURCE);
  }

  public AddressSet destinations() {
    return addresses(Dimension.DESTINATION);
  }

  public PortSet sourcePorts() {
    return ((Ports) extent(Dimension.SOURCE_PORT)).set();
  }

  public PortSet destinationPorts() {
    return ((Ports) extent(Dimension.DESTINATION_PORT)).set();
  }

  /** How many ranges of addresses and ports make it up. */
  int ranges() {
    return sources().ranges().size()
        + destinations().ranges().size()
        + sourcePorts().ranges().size()
        + destinationPorts().ranges().size();
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
    return sentTo.flatMap(SentTo::ports).orElseGet(this::destinationPorts);
  }

  /** The same with other values in one dimension. */
  public Region with(Dimension dimension, Extent extent) {
    Extent[] others = extents.toArray(Extent[]::new);
    others[place(dimension)] = extent;
    return new Region(List.of(others), mark, sentTo);
  }

  /** The same with another mark. */
  Region marked(Optional<Long> other) {
    return new Region(extents, other, sentTo);
  }

  /** The same, led to other addresses and ports where they are given. */
  Region led(Optional<AddressSet> addresses, Optional<PortSet> ports) {
    SentTo before = sentTo.orElse(SentTo.SAME);
    SentTo asked =
        new SentTo(
            before.destinations().or(() -> addresses.map(some -> destinations())),
            before.ports().or(() -> ports.map(some -> destinationPorts())),
            before.states());
    Region there =
        with(Dimension.DESTINATION, new Addresses(addresses.orElse(destinations())))
            .with(Dimension.DESTINATION_PORT, new Ports(ports.orElse(destinationPorts())));
    return new Region(there.extents, mark, Optional.of(asked));
  }

  /** The same, all in one state, whatever they would be in otherwise. */
  Region in(State state) {
    SentTo before = sentTo.orElse(SentTo.SAME);
    Optional<Set<State>> states = before.states().or(() -> Optional.of(states()));
    Region there = with(Dimension.STATE, State.extent(EnumSet.of(state)));
    return new Region(
        there.extents,
        mark,
        Optional.of(new SentTo(before.destinations(), before.ports(), states)));
  }

  /**
   * The same, in the states that they were in before one was given to all of them; those that a
   * rule has taken from connection tracking stay as they are.
   */
  Region tracked() {
    if (states().equals(EnumSet.of(State.UNTRACKED))) {
      return this;
    }
    SentTo before = sentTo.orElse(SentTo.SAME);
    Region there = with(Dimension.STATE, State.extent(before.states().orElse(states())));
    SentTo rest = new SentTo(before.destinations(), before.ports(), Optional.empty());
    return new Region(
        there.extents, mark, rest.isTranslated() ? Optional.of(rest) : Optional.empty());
  }

  /** The packets as they were sent. */
  Region asked() {
    SentTo asked = sentTo.orElse(SentTo.SAME);
    Region sent =
        with(Dimension.DESTINATION, new Addresses(asked.destinations().orElse(destinations())))
            .with(Dimension.DESTINATION_PORT, new Ports(askedPorts()))
            .with(Dimension.STATE, State.extent(asked.states().orElse(states())));
    return new Region(sent.extents, UNMARKED, Optional.empty());
  }

  /**
   * Whether a translation has changed an address or port of its packets; empty if of some at the
   * most. One that leads where a packet goes anyhow counts for none (nf_nat_core.c).
   */
  Optional<Boolean> isTranslated() {
    SentTo asked = sentTo.orElse(SentTo.SAME);
    boolean elsewhere =
        asked.destinations().map(some -> some.intersection(destinations()).isEmpty()).orElse(false)
            || asked
                .ports()
                .map(some -> some.intersection(destinationPorts()).isEmpty())
                .orElse(false);
    return elsewhere || !asked.isTranslated() ? Optional.of(elsewhere) : Optional.empty();
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
  public List<Region> minus(Region other) {
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
