package dev.durward.plan;

import java.util.List;

/**
 * What becomes of one rule on the host.
 *
 * @param kind what is done
 * @param mark whose rule it is
 * @param summary the rule in one line, for people
 * @param reason why
 * @param removed the lines that go, as the host prints them
 * @param added the lines that come
 * @param kept the lines that stay, as the host prints them
 */
public record Change(
    Kind kind,
    Mark mark,
    String summary,
    String reason,
    List<Entry> removed,
    List<Entry> added,
    List<Entry> kept) {
  /** What is done with a rule. */
  public enum Kind {
    ADD,
    REMOVE,
    REPLACE,
    KEEP
  }

  public Change {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
    kept = List.copyOf(kept);
  }
}
