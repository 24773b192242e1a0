package dev.durward.platform.iptables.save;

import dev.durward.plan.Mark;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule as {@code iptables-save} prints it. Immutable; its words are split when they are first
 * asked for, since of Durward's own ten thousands nobody does.
 */
public final class RuleLine {
  /**
   * How the word begins that stands for something of which nobody can tell; it follows in words.
   */
  public static final String UNKNOWN = "--unknown ";

  private final int number;
  private final String text;
  private final long packets;
  private final Optional<Mark> mark;
  private @Nullable List<String> words;

  /**
   * @param number the line in the dump, from 1
   * @param text the rule behind {@code -A CHAIN}, as it stands; its quotes balance
   * @param packets how many packets it has matched; 0 where the dump has no counters
   */
  public RuleLine(int number, String text, long packets) {
    this.number = number;
    this.text = text;
    this.packets = packets;
    this.mark = RuleText.comment(text).flatMap(Mark::parse);
  }

  /**
   * A rule that is not iptables' own.
   *
   * @param number by which it is found again
   * @param text the rule as its own tool prints it
   * @param packets how many packets it has matched; 0 where it doesn't count them
   * @param mark Durward's mark, if it carries one
   * @param words what it comes to in the options of iptables
   */
  public RuleLine(int number, String text, long packets, Optional<Mark> mark, List<String> words) {
    this.number = number;
    this.text = text;
    this.packets = packets;
    this.mark = mark;
    this.words = List.copyOf(words);
  }

  public int number() {
    return number;
  }

  public String text() {
    return text;
  }

  public long packets() {
    return packets;
  }

  /** The text, split. */
  public List<String> words() {
    List<String> split = words;
    if (split == null) {
      split = List.copyOf(RuleText.split(text).orElseThrow());
      words = split;
    }
    return split;
  }

  /** Whether an option may be among its words: quick, for it is asked of all rules of a host. */
  public boolean mayHave(String option) {
    List<String> split = words;
    return split == null ? text.contains(option) : split.contains(option);
  }

  /** The word behind the first {@code option}, if there is one. */
  public Optional<String> valueOf(String option) {
    int at = words().indexOf(option);
    return at < 0 || at + 1 >= words().size() ? Optional.empty() : Optional.of(words().get(at + 1));
  }

  /** Durward's mark, if it carries one. */
  public Optional<Mark> mark() {
    return mark;
  }

  /** The target of {@code -j} or the chain of {@code -g}; absent for a rule that only counts. */
  public Optional<String> target() {
    return valueOf("-j").or(() -> valueOf("-g"));
  }

  /** Whether it goes to a chain without coming back to this one ({@code -g}). */
  public boolean isGoto() {
    return words().contains("-g");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RuleLine line
        && number == line.number
        && packets == line.packets
        && text.equals(line.text);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + number;
  }

  @Override
  public String toString() {
    return number + ": " + text;
  }
}
