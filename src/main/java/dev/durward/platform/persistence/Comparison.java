package dev.durward.platform.persistence;

import dev.durward.model.Family;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.OwnRules;
import java.io.IOException;

/** Holds what is kept for the next boot against what a host has. */
final class Comparison {
  private Comparison() {}

  /** What is kept of a family. */
  @FunctionalInterface
  interface Kept {
    OwnRules of(Family family) throws IOException;
  }

  static Survival of(String by, IptablesSnapshot host, Kept kept) {
    int lost = 0;
    int back = 0;
    boolean same = true;
    try {
      for (Family family : Family.values()) {
        OwnRules saved = kept.of(family);
        OwnRules live = OwnRules.of(host.filter(family));
        lost += live.without(saved);
        back += saved.without(live);
        same &= saved.reached() && saved.isSameAs(live);
      }
    } catch (IOException e) {
      return new Survival(
          by, false, "what " + by + " would put back can't be read: " + e.getMessage());
    }
    if (same) {
      return new Survival(by, true, by + " puts them back as they are");
    }
    String words = by + " puts back others than there are now";
    if (lost + back == 0) {
      return new Survival(by, false, words + ": without the jumps to them");
    }
    return new Survival(
        by, false, words + ": " + lost + " lines would be missing, " + back + " would be back");
  }
}
