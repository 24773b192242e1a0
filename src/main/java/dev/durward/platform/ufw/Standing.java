package dev.durward.platform.ufw;

import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule in ufw's list.
 *
 * @param rule what it says
 * @param mark Durward's, in its comment; absent for those of others
 */
record Standing(UfwRule rule, Optional<Mark> mark) {
  boolean isOwn() {
    return mark.isPresent();
  }

  /** Reads an entry of Durward's. */
  static Standing of(Entry entry) {
    return new Standing(UfwRule.parse(entry.text()).orElseThrow(), Optional.of(entry.mark()));
  }

  /** Those of some entries that a family's list has, or is to have. */
  static List<Standing> of(Family family, Stream<Entry> entries) {
    return entries.filter(entry -> entry.place().equals(place(family))).map(Standing::of).toList();
  }

  /** The entry that it is. */
  Entry entry(Family family) {
    return new Entry(mark.orElseThrow(), place(family), rule.text());
  }

  /** Where rules of a family are kept. */
  static String place(Family family) {
    return "ufw " + family.word();
  }

  Standing with(UfwRule other) {
    return new Standing(other, mark);
  }
}
