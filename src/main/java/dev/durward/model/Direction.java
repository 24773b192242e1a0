package dev.durward.model;

/** Who opens the connection: a remote host (in) or this one (out). */
public enum Direction {
  IN("in"),
  OUT("out");

  private final String word;

  Direction(String word) {
    this.word = word;
  }

  /** The name in the rule file. */
  public String word() {
    return word;
  }
}
