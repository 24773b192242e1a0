package dev.durward.windows;

/** What netsh says, whatever its language. */
enum Message {
  OK,
  /** With the number of rules. */
  DELETED,
  /** With the number of rules. */
  UPDATED,
  NO_MATCH,
  ELEVATION,
  BAD_VALUE,
  BAD_PORT,
  BAD_PROTOCOL,
  BAD_ADDRESS,
  MISSING,
  BROKEN,
  /** The word before the syntax. */
  USAGE
}
