package dev.durward.model;

/** A platform that rules can apply to. */
public enum Platform {
  WINDOWS("windows"),
  LINUX("linux");

  private final String word;

  Platform(String word) {
    this.word = word;
  }

  /** The name as people write it. */
  public String title() {
    return this == WINDOWS ? "Windows" : "Linux";
  }

  /** The name in the rule file. */
  public String word() {
    return word;
  }
}
