package dev.durward.probe;

/** What a probe must find, by all rules together. */
public enum Expected {
  /** The way is free. */
  OPEN("open"),
  /** Nothing answers. */
  SHUT("shut"),
  /** The host says no. */
  REFUSED("refused");

  private final String word;

  Expected(String word) {
    this.word = word;
  }

  /** The name in reports. */
  public String word() {
    return word;
  }
}
