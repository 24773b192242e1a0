package dev.durward.platform.netsh.registry;

/** Ends the reading of a text; turned into {@link Reading.Unreadable} where the reading began. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  /**
   * @param reason what is wrong with the text, without a full stop
   */
  public Malformed(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** What is wrong with the text, without a full stop. */
  public String reason() {
    return reason;
  }
}
