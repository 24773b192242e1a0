package dev.durward.probe;

/** What a probe must find, by all rules together. */
public enum Expected {
  /** The way is free. */
  OPEN("open"),
  /** Nothing answers. */
  SHUT("shut"),
  /** The host says no. */
  REFUSED("refused"),
  /** Nobody gets a connection, by whatever answer or none: what stands next to an allowed port. */
  CLOSED("closed");

  private final String word;

  Expected(String word) {
    this.word = word;
  }

  /** The name in reports. */
  public String word() {
    return word;
  }
}
