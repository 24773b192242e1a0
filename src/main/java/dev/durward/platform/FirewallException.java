package dev.durward.platform;

/** Trouble of the host: what the user's file says is fine, and yet it can't be done here. */
public final class FirewallException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What sort of trouble. */
  public enum Kind {
    /** A capability is missing. */
    NOT_PERMITTED,
    /** A tool is missing, or is not what it seems. */
    TOOL_MISSING,
    /** The host's state could not be read whole. */
    UNREADABLE,
    /** Another machine can't be come by, or is not fit for what it was named for. */
    UNREACHABLE,
    /** Another Durward is at work. */
    BUSY,
    /** What is to be done can't be written down. */
    UNRECORDED
  }

  private final Kind kind;
  private final String remedy;

  /**
   * @param message what happened, where and why, without a full stop
   * @param remedy what to do next, without a full stop
   */
  public FirewallException(Kind kind, String message, String remedy) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
  }

  public Kind kind() {
    return kind;
  }

  public String remedy() {
    return remedy;
  }
}
