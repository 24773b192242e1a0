package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.iptables.evaluation.Condition.Within;
import dev.durward.platform.iptables.evaluation.Extent.Addresses;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rules in a row that each end the way of packets from or to a range of addresses, and ask for the
 * same besides: bans, mostly. They are looked at together, since what is left of all addresses
 * would otherwise be copied for each of them.
 *
 * @param dimension of the addresses
 * @param others what each rule asks for besides
 * @param parts the rules, in their order
 * @param named all their addresses, if they decide alike: then it is of no matter which of them
 *     packets meet
 * @param end the place behind them
 */
record AddressRow(
    Dimension dimension, Match others, List<Part> parts, Optional<AddressSet> named, int end) {
  AddressRow {
    parts = List.copyOf(parts);
  }

  /** What all of a sixteenth of the addresses begin with. */
  private static final int WIDE_BITS = 4;

  /** Of {@code -s } and {@code -d }. */
  private static final int OPTION_LENGTH = 3;

  /** A rule, the addresses that it is about, and what becomes of their packets. */
  record Part(RuleLine rule, AddressRange addresses, Decision decision) {}

  /** A rule as one of such a row. */
  private record Candidate(Dimension dimension, Match others, Part part) {
    /** Empty for one that is none: addresses are what a match asks for last. */
    static Optional<Candidate> of(RuleLine rule, Match match) {
      List<Condition> conditions = match.conditions();
      int last = conditions.size() - 1;
      Optional<Decision> decision = Decision.of(rule);
      if (decision.isEmpty()
          || last < 0
          || !(conditions.get(last) instanceof Within within)
          || !(within.extent() instanceof Addresses addresses)
          || addresses.set().ranges().size() != 1
          || isWide(addresses.set().ranges().get(0))
          || !conditions.stream().allMatch(Within.class::isInstance)) {
        return Optional.empty();
      }
      Match others = new Match(conditions.subList(0, last));
      AddressRange range = addresses.set().ranges().get(0);
      return Optional.of(
          new Candidate(within.dimension(), others, new Part(rule, range, decision.get())));
    }

    boolean isAlike(Candidate other) {
      return dimension == other.dimension && others.equals(other.others);
    }

    /**
     * Another one whose text differs in the address alone: of fifty thousand bans most are seen so,
     * without a look at each word.
     */
    Optional<Candidate> withAddressOf(RuleLine rule) {
      String own = part.rule().text();
      String text = rule.text();
      if (!own.startsWith(option()) || !text.startsWith(option())) {
        return Optional.empty();
      }
      int ownEnd = own.indexOf(' ', OPTION_LENGTH);
      int end = text.indexOf(' ', OPTION_LENGTH);
      boolean isAlike =
          ownEnd > 0
              && own.length() - ownEnd == text.length() - end
              && own.regionMatches(ownEnd, text, end, text.length() - end);
      return isAlike
          ? Values.network(text.substring(OPTION_LENGTH, end), part.addresses().first().family())
              .filter(range -> !isWide(range))
              .map(range -> of(rule, range))
          : Optional.empty();
    }

    /** A sixteenth of all addresses: nobody's ban, and worth to be looked at by itself. */
    private static boolean isWide(AddressRange range) {
      IpAddress first = range.first();
      IpAddress last = range.last();
      return first.family() == Family.IPV4
          ? Integer.numberOfLeadingZeros((int) (first.low() ^ last.low())) <= WIDE_BITS
          : Long.numberOfLeadingZeros(first.high() ^ last.high()) <= WIDE_BITS;
    }

    private Candidate of(RuleLine rule, AddressRange range) {
      return new Candidate(dimension, others, new Part(rule, range, part.decision()));
    }

    /** With which iptables-save begins a rule for such addresses. */
    private String option() {
      return dimension == Dimension.SOURCE ? "-s " : "-d ";
    }
  }

  /** Gives the match of a rule, by its place in a chain. */
  interface Matches {
    Match of(int place);
  }

  /**
   * The longest that begins at a place; empty if the rule there is none of any.
   *
   * @param isIdle whether no packet meets a match that is on its way here: such rules may stand
   *     between
   */
  static Optional<AddressRow> at(
      int from, List<RuleLine> rules, Matches matches, Predicate<Match> isIdle) {
    Optional<Candidate> first = Candidate.of(rules.get(from), matches.of(from));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    int end = from;
    for (; end < rules.size(); end++) {
      Optional<Candidate> alike = first.get().withAddressOf(rules.get(end));
      if (alike.isPresent()) {
        parts.add(alike.get().part());
        continue;
      }
      Match match = matches.of(end);
      Optional<Candidate> next = Candidate.of(rules.get(end), match).filter(first.get()::isAlike);
      if (next.isPresent()) {
        parts.add(next.get().part());
      } else if (!isIdle.test(match)) {
        break;
      }
    }
    return Optional.of(
        new AddressRow(first.get().dimension(), first.get().others(), parts, named(parts), end));
  }

  /**
   * Packets whose way ends here.
   *
   * @param rules those that end it, in their order: each for some of the packets
   */
  record Ended(Region region, Decision decision, List<RuleLine> rules) {}

  /**
   * Packets behind it.
   *
   * @param ended those that one of its rules has met, once for each decision
   * @param on those that none has
   */
  record Behind(List<Ended> ended, List<Region> on) {}

  private static Optional<AddressSet> named(List<Part> parts) {
    Decision first = parts.get(0).decision();
    // Mostly it is the very same one: to compare records is dear.
    return parts.stream()
            .allMatch(part -> part.decision() == first || part.decision().equals(first))
        ? Optional.of(AddressSet.of(parts.stream().map(Part::addresses).toList()))
        : Optional.empty();
  }

  private void met(Region some, AddressSet all, List<Ended> ended, List<Region> on) {
    AddressSet asked = some.addresses(dimension);
    AddressSet met = asked.intersection(all);
    if (!met.isEmpty()) {
      // Few of the addresses, where the rules' own are many.
      AddressSet unasked = all.minus(asked);
      List<RuleLine> rules =
          parts.stream().filter(part -> !unasked.covers(part.addresses())).map(Part::rule).toList();
      ended.add(
          new Ended(some.with(dimension, new Addresses(met)), parts.get(0).decision(), rules));
    }
    AddressSet left = asked.minus(all);
    if (!left.isEmpty()) {
      on.add(some.with(dimension, new Addresses(left)));
    }
  }

  /** What rules of one decision take. */
  private static final class Taken {
    private final List<RuleLine> rules = new ArrayList<>();
    private final List<AddressRange> ranges = new ArrayList<>();
  }

  /** What becomes of the packets of a region: the first rule for an address decides. */
  Behind behind(Region region) {
    Condition.Split split = others.split(region);
    List<Ended> ended = new ArrayList<>();
    List<Region> on = new ArrayList<>(split.unmet());
    for (Region some : split.met()) {
      if (named.isPresent()) {
        met(some, named.get(), ended, on);
        continue;
      }
      Remainder rest = new Remainder(some.addresses(dimension));
      Map<Decision, Taken> takers = new LinkedHashMap<>();
      for (Part part : parts) {
        AddressSet taken = rest.take(part.addresses());
        if (!taken.isEmpty()) {
          Taken all = takers.computeIfAbsent(part.decision(), none -> new Taken());
          all.rules.add(part.rule());
          all.ranges.addAll(taken.ranges());
        }
      }
      takers.forEach(
          (decision, taken) -> {
            Addresses met = new Addresses(AddressSet.of(taken.ranges));
            ended.add(new Ended(some.with(dimension, met), decision, taken.rules));
          });
      AddressSet left = rest.left();
      if (!left.isEmpty()) {
        on.add(some.with(dimension, new Addresses(left)));
      }
    }
    return new Behind(ended, on);
  }
}
