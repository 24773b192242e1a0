package dev.durward.platform.iptables;

import dev.durward.plan.Mark;
import java.util.List;
import java.util.Optional;

/**
 * One rule as {@code iptables-save} prints it.
 *
 * @param number the line in the dump, from 1
 * @param text the rule behind {@code -A CHAIN}, as it stands
 * @param words the same, split
 * @param packets how many packets it has matched; 0 where the dump has no counters
 */
record RuleLine(int number, String text, List<String> words, long packets) {
  RuleLine {
    words = List.copyOf(words);
  }

  /** The word behind the first {@code option}, if there is one. */
  Optional<String> valueOf(String option) {
    int at = words.indexOf(option);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** Durward's mark, if it carries one. */
  Optional<Mark> mark() {
    return valueOf("--comment").flatMap(Mark::parse);
  }

  /** The target of {@code -j} or the chain of {@code -g}; absent for a rule that only counts. */
  Optional<String> target() {
    return valueOf("-j").or(() -> valueOf("-g"));
  }

  /** Whether it goes to a chain without coming back to this one ({@code -g}). */
  boolean isGoto() {
    return words.contains("-g");
  }
}
