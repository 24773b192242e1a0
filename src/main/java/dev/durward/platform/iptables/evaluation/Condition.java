package dev.durward.platform.iptables.evaluation;

import dev.durward.model.PortSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One condition of a rule. */
sealed interface Condition {
  /** Which packets of a region meet it. */
  Split split(Region region);

  /** Whether it is seen at once that no packet of a region meets it. */
  default boolean excludes(Region region) {
    return false;
  }

  /** What nobody can tell about it; empty if that is the state of a connection, or nothing. */
  default Optional<String> doubt() {
    return Optional.empty();
  }

  /**
   * A region by whether its packets meet a condition, in disjoint parts.
   *
   * @param met those that do
   * @param unmet those that don't
   * @param unsure those of which nobody can tell
   */
  record Split(List<Region> met, List<Region> unmet, List<Region> unsure) {
    static Split all(Region region, boolean met) {
      return met
          ? new Split(List.of(region), List.of(), List.of())
          : new Split(List.of(), List.of(region), List.of());
    }

    Split negated() {
      return new Split(unmet, met, unsure);
    }
  }

  /** The same for every packet that is looked at. */
  record Constant(boolean met) implements Condition {
    @Override
    public Split split(Region region) {
      return Split.all(region, met);
    }

    @Override
    public boolean excludes(Region region) {
      return !met;
    }
  }

  /** That a packet has one of some values. */
  record Within(Dimension dimension, Extent extent) implements Condition {
    @Override
    public Split split(Region region) {
      return new Split(
          region.within(dimension, extent).map(List::of).orElse(List.of()),
          region.beyond(dimension, extent).map(List::of).orElse(List.of()),
          List.of());
    }

    @Override
    public boolean excludes(Region region) {
      return region.within(dimension, extent).isEmpty();
    }
  }

  /** That a port of a packet is one of these, whichever of the two ({@code --ports}). */
  record EitherPort(PortSet ports) implements Condition {
    @Override
    public Split split(Region region) {
      Extent extent = new Extent.Ports(ports);
      Optional<Region> to = region.within(Dimension.DESTINATION_PORT, extent);
      Optional<Region> others = region.beyond(Dimension.DESTINATION_PORT, extent);
      List<Region> met = new ArrayList<>();
      to.ifPresent(met::add);
      others.flatMap(each -> each.within(Dimension.SOURCE_PORT, extent)).ifPresent(met::add);
      return new Split(
          met,
          others
              .flatMap(each -> each.beyond(Dimension.SOURCE_PORT, extent))
              .map(List::of)
              .orElse(List.of()),
          List.of());
    }
  }

  /**
   * {@code ! --sport A ! --dport B}, one port each: of this iptables-nft 1.8.9 makes "not both",
   * and shows it as it was written (nft.c, add_nft_tcpudp). So packets that have one of the two may
   * meet it.
   */
  record NeitherPort(Within source, Within destination) implements Condition {
    @Override
    public Split split(Region region) {
      Split from = source.split(region);
      List<Region> met = new ArrayList<>();
      List<Region> unmet = new ArrayList<>();
      List<Region> unsure = new ArrayList<>();
      for (Region some : from.met()) {
        Split to = destination.split(some);
        unmet.addAll(to.met());
        unsure.addAll(to.unmet());
      }
      for (Region some : from.unmet()) {
        Split to = destination.split(some);
        unsure.addAll(to.met());
        met.addAll(to.unmet());
      }
      return new Split(met, unmet, unsure);
    }

    @Override
    public Optional<String> doubt() {
      return Optional.of(
          "! --sport "
              + source.extent()
              + " ! --dport "
              + destination.extent()
              + ", which some versions of iptables-nft make \"not both\" of");
    }
  }

  /** One that is decided for packets in some states, and can't be told for those in others. */
  record InStates(Set<State> known, boolean met) implements Condition {
    public InStates {
      known = Set.copyOf(known);
    }

    @Override
    public Split split(Region region) {
      Extent states = State.extent(known);
      List<Region> decided = region.within(Dimension.STATE, states).map(List::of).orElse(List.of());
      return new Split(
          met ? decided : List.of(),
          met ? List.of() : decided,
          region.beyond(Dimension.STATE, states).map(List::of).orElse(List.of()));
    }
  }

  /**
   * {@code --ctdir}: packets that conntrack doesn't know meet it never, and its opposite neither,
   * unless the same match lets them in by their state (xt_conntrack.c, conntrack_mt); those that
   * are only related may go either way.
   */
  record Opened(boolean byThem) implements Condition {
    private static final Set<State> THEIRS = EnumSet.of(State.NEW, State.RUNNING);

    @Override
    public Split split(Region region) {
      Set<State> met = byThem ? THEIRS : EnumSet.of(State.REPLY);
      Set<State> unmet = EnumSet.complementOf(EnumSet.copyOf(met));
      unmet.remove(State.RELATED);
      return new Split(
          region.within(Dimension.STATE, State.extent(met)).map(List::of).orElse(List.of()),
          region.within(Dimension.STATE, State.extent(unmet)).map(List::of).orElse(List.of()),
          region
              .within(Dimension.STATE, State.extent(EnumSet.of(State.RELATED)))
              .map(List::of)
              .orElse(List.of()));
    }
  }

  /**
   * That the destination was translated ({@code --ctstate DNAT}), which new packets tell; those
   * that conntrack doesn't know never are.
   */
  record Translated() implements Condition {
    @Override
    public Split split(Region region) {
      Set<State> known = EnumSet.of(State.NEW, State.INVALID, State.UNTRACKED);
      Optional<Boolean> translated = region.isTranslated();
      if (translated.isEmpty()) {
        known.remove(State.NEW);
      }
      Split byState = new InStates(known, true).split(region);
      return translated.orElse(false)
          ? byState
          : new Split(List.of(), byState.met(), byState.unsure());
    }
  }

  /** {@code --mark VALUE/MASK}. */
  record Marked(long value, long mask) implements Condition {
    @Override
    public Split split(Region region) {
      return region
          .mark()
          .map(mark -> Split.all(region, (mark & mask) == value))
          .orElseGet(() -> new Split(List.of(), List.of(), List.of(region)));
    }
  }

  /** The opposite of one. */
  record Not(Condition condition) implements Condition {
    @Override
    public Split split(Region region) {
      return condition.split(region).negated();
    }

    @Override
    public Optional<String> doubt() {
      return condition.doubt();
    }
  }

  /** That one of several is met. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Split split(Region region) {
      List<Region> met = new ArrayList<>();
      List<Region> unsure = new ArrayList<>();
      List<Region> left = List.of(region);
      for (Condition condition : conditions) {
        List<Region> rest = new ArrayList<>();
        for (Region some : left) {
          Split split = condition.split(some);
          met.addAll(split.met());
          unsure.addAll(split.unsure());
          rest.addAll(split.unmet());
        }
        left = rest;
      }
      return new Split(met, left, unsure);
    }

    @Override
    public Optional<String> doubt() {
      return conditions.stream().flatMap(each -> each.doubt().stream()).findFirst();
    }
  }

  /**
   * One that nobody can tell from the rules alone: rates, what was seen lately, what a packet
   * holds.
   *
   * @param words as the rule has it
   */
  record Unknown(String words) implements Condition {
    @Override
    public Split split(Region region) {
      return new Split(List.of(), List.of(), List.of(region));
    }

    @Override
    public Optional<String> doubt() {
      return Optional.of(words);
    }
  }
}
