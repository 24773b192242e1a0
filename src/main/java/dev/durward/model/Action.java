package dev.durward.model;

/** What a rule does with the connections that it matches. Block beats reject beats allow. */
public enum Action {
  ALLOW("allow"),
  BLOCK("block"),
  REJECT("reject");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** The name in the rule file. */
  public String word() {
    return word;
  }
}
