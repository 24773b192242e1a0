package dev.durward.cli.terminal;

/** What the process tells its caller. */
public enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0),
  /** A bug, or a result that could not be written. */
  UNEXPECTED(1),
  /** The host differs from the file, and {@code --exit-code} asked to be told. */
  DIFFERS(2),
  /** A probe disagrees with the file, or could not tell. */
  DISPROVED(3),
  /** The rule file is not usable. */
  UNUSABLE_FILE(4),
  /**
   * Not possible on this host: a capability or a tool is missing, or another manager is in the way.
   */
  IMPOSSIBLE_HERE(5),
  /** The apply failed, was not begun, or was disproved; the host is as before. */
  NOT_APPLIED(6),
  /** The apply failed and the host could not be put back. */
  BROKEN(7),
  /** Wrong usage. */
  USAGE(64);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
