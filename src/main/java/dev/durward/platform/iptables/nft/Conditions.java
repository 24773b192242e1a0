package dev.durward.platform.iptables.nft;

import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.List;

/**
 * What a packet must be like to meet a rule: one of these, each in the words of iptables' options,
 * and no packet is like two of them.
 */
record Conditions(List<List<String>> either) {
  /** More than that are not told apart. */
  private static final int MOST = 512;

  static final Conditions ANY = new Conditions(List.of(List.of()));
  static final Conditions NEVER = new Conditions(List.of());

  Conditions {
    either = List.copyOf(either);
  }

  static Conditions of(String... words) {
    return new Conditions(List.of(List.of(words)));
  }

  /**
   * Something of which nobody can tell.
   *
   * @param what in the words of nft
   */
  static Conditions unknown(String what) {
    return of(RuleLine.UNKNOWN + what);
  }

  static Conditions constant(boolean met) {
    return met ? ANY : NEVER;
  }

  /** Either of some that no packet meets at once. */
  static Conditions either(List<Conditions> some) {
    return new Conditions(some.stream().flatMap(each -> each.either.stream()).toList());
  }

  /** Both. */
  Conditions and(Conditions other) {
    if (either.size() * other.either.size() > MOST) {
      return unknown("one of many conditions");
    }
    List<List<String>> all = new ArrayList<>();
    for (List<String> some : either) {
      for (List<String> more : other.either) {
        List<String> both = new ArrayList<>(some);
        both.addAll(more);
        all.add(both);
      }
    }
    return new Conditions(all);
  }
}
